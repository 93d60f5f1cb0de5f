from volunteers.models.call import CallRequest
from volunteers.models.gathering import Gathering, Invitation, Series
from volunteers.models.place import Apart, District, Place
from volunteers.models.training import Course, Participation, TrainingAttendance, TrainingDay
from volunteers.models.volunteer import OwnLoss, Pause, SignOffTalk, Volunteer

__all__ = [
    "Apart",
    "CallRequest",
    "Course",
    "District",
    "Gathering",
    "Invitation",
    "OwnLoss",
    "Participation",
    "Pause",
    "Place",
    "Series",
    "SignOffTalk",
    "TrainingAttendance",
    "TrainingDay",
    "Volunteer",
]
