from bezoekdienst.visiting.models.intake import Contact, Intake
from bezoekdienst.visiting.models.resident import Bereavement, Exclusion, Resident
from bezoekdienst.visiting.models.signal import Referral, Signal
from bezoekdienst.visiting.models.trajectory import Evaluation, Trajectory
from bezoekdienst.visiting.models.visit import Visit, VisitConflict

__all__ = [
    "Bereavement",
    "Contact",
    "Evaluation",
    "Exclusion",
    "Intake",
    "Referral",
    "Resident",
    "Signal",
    "Trajectory",
    "Visit",
    "VisitConflict",
]
