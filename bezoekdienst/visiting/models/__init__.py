from bezoekdienst.visiting.models.activity import Activity, Pointer
from bezoekdienst.visiting.models.double import Different, Merger
from bezoekdienst.visiting.models.intake import Contact, Intake
from bezoekdienst.visiting.models.resident import Bereavement, Exclusion, Resident
from bezoekdienst.visiting.models.signal import Referral, Signal
from bezoekdienst.visiting.models.trajectory import Evaluation, Trajectory, TrajectoryPause
from bezoekdienst.visiting.models.visit import Visit, VisitConflict

__all__ = [
    "Activity",
    "Bereavement",
    "Contact",
    "Different",
    "Evaluation",
    "Exclusion",
    "Intake",
    "Merger",
    "Pointer",
    "Referral",
    "Resident",
    "Signal",
    "Trajectory",
    "TrajectoryPause",
    "Visit",
    "VisitConflict",
]
