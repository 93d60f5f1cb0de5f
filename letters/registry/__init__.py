"""Reading Dutch population register deliveries for mailings. Pure Python: no Django, no database, no clock.

    from letters.registry import composition, formats
    with open("delivery.csv", "rb") as stream:
        for row in formats.read(stream):                          # RegistryPerson or Rejected, one at a time
            print(row.line, getattr(row, "reason", None) or composition.of(row).who.name)

`formats` recognises the delivery and reads it as a stream; `rows` says what a row is; `composition` puts together what
stands on paper, from `names` and `addresses`; `check` is the dry run of the command line; `carrying` hands back what
waits or could not be read. Who gets a letter: `letters.selection`.
"""
