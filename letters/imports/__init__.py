"""Who never wants a letter, from a list on paper or in a workbook: `columns` says what may stand in it, `keys` by what
somebody of it is known again, `files` what becomes of every row. Nothing of it is kept but keyed hashes (A4)."""
