"""Reading Dutch population register deliveries for mailings. Pure Python: no Django, no database, no clock.

    from letters.registry import addresses, formats, names
    with open("delivery.csv", "rb") as stream:
        for row in formats.read(stream):                          # RegistryPerson or Rejected, one at a time
            print(row.line, getattr(row, "reason", None) or names.addressee(row).name)

`formats` recognises the delivery and reads it as a stream; `rows` says what a row is; `names`, `addresses` and `dates`
compose what stands on paper; `check` is the dry run of the command line. Who gets a letter: `letters.selection`.
"""
