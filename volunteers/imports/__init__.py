"""Volunteers from a table on paper or in a workbook: `columns` says what may stand in it, `persons` takes over one of
them by the verbs of the roster, `files` a whole file, on trial or for good."""
