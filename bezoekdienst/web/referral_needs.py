"""What stands on the list about referrals: those of which nobody noted what came of it (S2). Pure."""

from collections.abc import Iterator

from bezoekdienst.web import phrases
from bezoekdienst.web import worklist_facts as facts
from bezoekdienst.web.need import Need, Urgency


def unsettled(told: facts.Facts) -> Iterator[Need]:
    """After so many weeks somebody asks how it went. To whom it was stands on its own page, as with a signal."""
    for one in told.referrals:
        weeks = phrases.weeks(one.made_on, told.today)
        sentence = f"U verwees {one.person} {weeks} geleden door. Wat kwam ervan?"
        reason = "Vraag het na, of noteer dat de toestemming is ingetrokken."
        yield Need(Urgency.WEEK, 6, sentence, reason, one.made_on, "Bekijken", one.route, one.pk)
