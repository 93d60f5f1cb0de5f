"""What each kind of event says on screen: one Dutch sentence a kind, filled with the event's facts.

Facts are numbers, dates and words of ours; a person's name is never a fact.
"""

SENTENCES: dict[str, str] = {
    "policy.changed": "paste het beleid aan vanaf {valid_from_on}: {fields}",
    "user.created": "maakte een gebruiker aan",
    "user.closed": "sloot een gebruiker af",
    "role.given": "gaf de rol {role}",
    "role.taken": "nam de rol {role} af",
    "session.opened": "logde in",
    "person.read": "bekeek de gegevens ({what})",
    "call.asked": "vroeg om een telefoontje",
    "call.settled": "belde terug",
}
