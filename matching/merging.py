"""What stands around a match when two intakes become one: proposals go along, and what no longer holds comes loose."""

from datetime import datetime

from django.db.models import Model

from bezoekdienst.visiting.mergers import relations
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from matching import proposals
from matching.models import Proposal


def _proposals(field: relations.Pointing, goes: Model, stays: Model, at: datetime) -> None:
    """Decided ones stay decided; an open one was for somebody who was written down twice, and lapses (M3)."""
    of_gone = Proposal.objects.filter(intake_id=goes.pk)
    proposals.lapse(of_gone, at=at)
    of_gone.update(intake_id=stays.pk)


def _while_waiting(field: relations.Pointing, goes: Model, stays: Model, at: datetime) -> None:
    """A fixed pair, or being held back, goes along as long as she waits; what she had herself already is right."""
    assert isinstance(stays, Intake)
    if stays.state == IntakeState.MATCHED:
        field.model._base_manager.filter(**{field.name: goes}).delete()
    relations.repoint_once(field, goes, stays, at)


relations.settle(_proposals, "matching.Proposal.intake")
relations.settle(_while_waiting, "matching.FixedPair.intake", "matching.HeldBack.intake")
