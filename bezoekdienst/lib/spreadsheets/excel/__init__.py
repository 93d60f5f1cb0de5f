"""Workbooks (.xlsx) as streams of rows: `workbook` is the door, the others are the rooms behind it."""
