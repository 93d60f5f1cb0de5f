"""Tables that somebody else made, in text or in a workbook, as rows of cells; nothing about them may be trusted.

`source` gives lines whatever the encoding, `delimited` their cells, `excel` those of a workbook, all with limits and in
bounded memory; what can't be read is refused with a sentence (Refused).
"""
