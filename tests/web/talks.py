"""An intake with an appointment for the talk, and how it stands now."""

from typing import Any

from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from tests import factories


def planned(**more: Any) -> Intake:
    made: Intake = factories.IntakeFactory(**{"state": IntakeState.PLANNED, "planned_for_at": factories.NOW, **more})
    return made


def saved(intake: Intake) -> Intake:
    intake.refresh_from_db()
    return intake
