"""What a clerk sees first above the rounds: what a backup lost, what went wrong in the watched folder. Reads only."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bezoekdienst.audit.models import Event
from letters import replaying
from letters.deliveries import inbox
from letters.models import Round
from letters.states import ROUND_CHECKABLE

SHOWN = timedelta(days=14)  # after a backup was put back; by then the cards are noted again
ROUNDS = (replaying.ROUND_REPLAYED, replaying.PERHAPS_PRINTED)
Item = dict[str, Any]  # as components/needs.html wants it


def after_a_backup(today: date) -> list[Item]:
    """That letters and objections were found again beside the database, and what somebody must do herself."""
    found = [
        one
        for one in Event.objects.filter(kind__in=(replaying.REPLAYED, *ROUNDS)).order_by("id")
        if timezone.localdate(one.at) + SHOWN > today
    ]
    items = [_answers(one) for one in found if one.kind == replaying.REPLAYED][-1:]
    rounds = {int(one.subject_id): one for one in found if one.kind in ROUNDS}
    waiting = Round.objects.filter(pk__in=rounds, state__in=ROUND_CHECKABLE)
    return [*items, *(_paper(subject, rounds[subject.pk]) for subject in waiting)]


def _answers(found: Event) -> Item:
    letters = max(found.facts["letters"], found.facts["posted"])
    fewer = "Bezwaren waren" if found.facts["objections"] else "Gedrukte brieven waren"
    what = f"{letters} brieven waren" if letters > 1 else "Een brief was" if letters else fewer
    return {
        "on": timezone.localdate(found.at),
        "sentence": f"Er is een reservekopie teruggezet. {what} daarin nog niet bekend.",
        "reason": "Dat is hersteld: niemand krijgt een tweede brief, en wie geen brief wil, krijgt er geen. "
        "De antwoorden van daarna zijn wel weg. Noteer ze opnieuw.",
        "url": reverse("reply_new"),
        "act": "Antwoord noteren",
    }


def _paper(subject: Round, found: Event) -> Item:
    return {
        "on": timezone.localdate(found.at),
        "sentence": f"De {subject} was al verder dan in de reservekopie. Er kunnen al brieven gedrukt zijn.",
        "reason": "Liggen ze er nog? Vernietig ze, annuleer de ronde en begin opnieuw. Niemand raakt kwijt. "
        "Zijn ze al op de post? Laat de ronde dan zo staan.",
        "url": reverse("round", args=[subject.pk]),
        "act": "Ronde bekijken",
    }


def in_the_folder() -> list[Item]:
    """What went wrong in the watched folder and nobody has seen yet, as one thing to do."""
    wrong = inbox.unseen()
    if not wrong:
        return []
    many = f" bij {len(wrong)} bestanden" if len(wrong) > 1 else ""
    return [
        {
            "on": timezone.localdate(wrong[-1].read_at),
            "sentence": f"In de aanlevermap ging{many} iets niet goed.",
            "reason": wrong[0].reasons[0][1] if not many else "Bekijk per bestand wat er is, en wat u kunt doen.",
            "url": f"{reverse('extract_new')}#aanlevermap",
            "act": "Bekijken",
        }
    ]
