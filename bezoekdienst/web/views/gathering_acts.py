"""What a coordinator can do with a gathering that lies ahead: one act a page (V5)."""

from datetime import date

from django.utils import timezone

from bezoekdienst.web.acting import Act
from bezoekdienst.web.forms import gatherings as asked
from volunteers import gatherings
from volunteers.models import Gathering


def _lies_ahead(one: Gathering, today: date) -> bool:
    return one.cancelled_at is None and timezone.localdate(one.starts_at) >= today


ACTS: dict[str, Act[Gathering]] = {
    "veranderen": Act(
        "Verplaatsen of wijzigen",
        "Veranderen en vertellen",
        "Veranderd. Wie uitgenodigd was, krijgt een e-mail.",
        lambda one, filled, by, at: gatherings.change(one, by=by, at=at, **filled),
        asked.Change,
        "De antwoorden blijven bewaard. Iedereen krijgt een e-mail, en kan opnieuw antwoorden.",
        _lies_ahead,
        lambda one, today: {"gathering": one},
    ),
    "afzeggen": Act(
        "Afzeggen",
        "Bijeenkomst afzeggen",
        "Afgezegd. Wie uitgenodigd was, krijgt een e-mail.",
        lambda one, filled, by, at: gatherings.cancel(one, by=by, at=at),
        text="De bijeenkomst gaat niet door. Iedereen die uitgenodigd was, krijgt een e-mail.",
        fits=_lies_ahead,
    ),
}
