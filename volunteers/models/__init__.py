from volunteers.models.call import CallRequest
from volunteers.models.gathering import Gathering, Invitation
from volunteers.models.place import Place
from volunteers.models.training import Course, TrainingAttendance, TrainingDay
from volunteers.models.volunteer import OwnLoss, Pause, Volunteer

__all__ = [
    "CallRequest",
    "Course",
    "Gathering",
    "Invitation",
    "OwnLoss",
    "Pause",
    "Place",
    "TrainingAttendance",
    "TrainingDay",
    "Volunteer",
]
