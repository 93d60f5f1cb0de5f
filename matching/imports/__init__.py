"""Who visits whom already, from a table on paper or in a workbook: `columns` says what may stand in it, `course` takes
over one person with her visits, `fit` says what is unusual about a pair, `files` what becomes of every row."""
