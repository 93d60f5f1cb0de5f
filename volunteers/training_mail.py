"""What a mail about training days says: looked up when it is sent, kept nowhere."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from volunteers import trainings
from volunteers.models import Participation, TrainingDay
from volunteers.states import HERE


@post.fills("training", "training_changed")
def days(message: Message, at: datetime) -> post.Contents | None:
    """The days as they are now; None when none of them lies ahead any more, or she takes no part."""
    ids = message.facts["days"].split()
    courses = _hers(message).values("course")
    ahead = TrainingDay.objects.filter(pk__in=ids, held_on__gte=timezone.localdate(at), course__in=courses)
    lines = [trainings.said(day) for day in ahead]
    return post.Contents({"lines": lines}) if lines else None


@post.fills("training_cancelled")
def cancellation(message: Message, at: datetime) -> post.Contents | None:
    """The date is all that is left of it; None when it is past, or she takes no part any more."""
    on = date.fromisoformat(message.facts["on"])
    if on < timezone.localdate(at) or not _hers(message).filter(course=message.facts["course"]).exists():
        return None
    return post.Contents({"lines": [date_format(on, "l j F Y")]})


def _hers(message: Message) -> "QuerySet[Participation]":
    return Participation.objects.filter(volunteer__user=message.user, volunteer__state__in=HERE)
