"""People who sign up, from a table on paper or in a workbook: `columns` says what may stand in it, `persons` who of it
is known and how one of them is taken over, `waiting` what becomes of every row."""
