"""What stands on the list, and is asked, when the date may be wrong (07-trust). Pure."""

from collections.abc import Iterator
from datetime import date

from bezoekdienst.lib import wording
from bezoekdienst.lib.clocks import Way
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

_WAITS = "Tot u het zegt, wordt er niets gewist, begint er geen ronde en gaat er geen herinnering uit."
_BECAUSE = {
    Way.AHEAD: "Sinds {on} is hier niets meer genoteerd.",
    Way.BACK: "Er is hier al iets genoteerd op {on}.",
    Way.ELSEWHERE: "De computer waar de gegevens staan, geeft {on} aan.",
}
_RIGHT = {
    Way.AHEAD: "Stond alles zo lang uit? Dan klopt de datum.",
    Way.BACK: "Liep de klok toen voor, en is dat hersteld? Dan klopt de datum.",
    Way.ELSEWHERE: "Kijk eerst op een andere klok.",
}


def dates(told: facts.Facts) -> Iterator[Need]:
    """One line as long as the date is in doubt: what can't be undone waits for it."""
    if told.clock:
        yield need(told.clock, told.today)


def need(found: facts.ClockFacts, today: date) -> Need:
    """That line, also for a clerk, who has no such list."""
    sentence = f"Deze computer denkt dat het vandaag {wording.day(today)} is."
    reason = f"{because(found)} {_WAITS}"
    return Need(Urgency.TODAY, 1, sentence, reason, today, "Kijken of de datum klopt", "clock")


def because(found: facts.ClockFacts) -> str:
    """Why the date is in doubt, in a sentence."""
    return _BECAUSE[found.way].format(on=wording.day(found.before_on))


def asked(found: facts.ClockFacts, today: date) -> str:
    """What to look at before saying that it is right."""
    return (
        f"Deze computer denkt dat het {wording.day(today)} is. {because(found)} "
        f"{_RIGHT[found.way]} Klopt hij niet? Laat dan eerst de klok goed zetten."
    )
