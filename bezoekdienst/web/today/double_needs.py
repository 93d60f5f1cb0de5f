"""What the worklist says of who was perhaps written down twice: one person has one year, not two (I4, T2). Pure."""

from collections.abc import Iterator

from bezoekdienst.lib import wording
from bezoekdienst.web import phrases
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency


def written_twice(told: facts.Facts) -> Iterator[Need]:
    """Before anybody calls or plans: at once after a death or a year that is used up, when it can wait a near miss."""
    for one in told.doubles:
        urgency = Urgency.LATER if one.is_near else Urgency.WEEK
        reason = one.common
        if one.stop_on:
            urgency, reason = Urgency.TODAY, f"{reason} Had al een jaar bezoek, tot en met {wording.day(one.stop_on)}."
        if one.died:
            urgency, reason = Urgency.TODAY, f"{reason} Van een van beiden is het overlijden genoteerd."
        yield Need(urgency, 2, _sentence(one), reason, one.signed_up_on, "Vergelijken", "double", one.keys)


def _sentence(one: facts.DoubleFacts) -> str:
    first, second = one.persons
    if first == second:
        return f"{phrases.start(first)} staat er misschien twee keer."
    return f"{phrases.start(first)} en {second} zijn misschien dezelfde."
