"""Where to find somebody whose entry was laid into another: by the number that the entry had, as the log knows it."""

from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Intake, Resident


def resident(pk: int) -> Resident | None:
    """Who this resident, gone by now, is one with; None when she isn't there, or is there herself."""
    return _now("visiting.resident", pk)


def intake(pk: int) -> Intake | Resident | None:
    """What an intake that is gone went into: hers when there is one, else herself; None as above."""
    stays = None if Intake.objects.filter(pk=pk).exists() else _now("visiting.intake", pk)
    if stays is None:
        return None
    hers = list(stays.intakes.all()[:2])
    return hers[0] if len(hers) == 1 else stays


def _now(kind: str, pk: int) -> Resident | None:
    """By the pseudonym under which the log speaks of it; of who was erased it leads to nobody any more."""
    told = Event.objects.filter(subject_type=kind, subject_id=str(pk)).exclude(about=None)
    about = told.values_list("about", flat=True).first()
    return Resident.objects.filter(mergers__pseudonym=about).first() if about else None
