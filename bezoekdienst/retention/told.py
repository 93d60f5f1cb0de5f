"""Mail that was sent: who was told what. It goes once its cause can't come true again, for each is told only once."""

from datetime import date, timedelta

from django.db.models import Q

from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.retention import terms
from bezoekdienst.visiting.models import Bereavement, Intake, Signal, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN
from letters.models import Round
from letters.states import RoundState
from volunteers.models import Volunteer
from volunteers.states import HERE


def messages(on: date) -> terms.Rows:
    """Mail that was sent or given up, once its cause can't come true again: until then it says that it was told."""
    old = Message.objects.filter(queued_at__lt=terms.start(on) - timedelta(days=terms.MESSAGE_DAYS))
    keys = old.exclude(state__in=post.OPEN).values_list("pk", "key")
    alive = {name: set(map(str, rows.values_list(row, flat=True))) for name, (rows, row) in _causes(on).items()}
    return Message.objects.filter(pk__in=[pk for pk, key in keys if not _is_about(key, alive)])


def _causes(on: date) -> dict[str, tuple[terms.Rows, str]]:
    """By the first word of a key: what can still give the same cause, and which of its columns the second word is."""
    open_ones = Q(state__in=TRAJECTORY_OPEN) | Q(ended_on__gt=on - timedelta(days=terms.MESSAGE_DAYS))
    trajectories = Trajectory.objects.filter(open_ones)  # one that just ended may be opened again
    return {
        "trajectory": (trajectories, "pk"),
        "bereavement": (Bereavement.objects.filter(_runs(on) | Q(trajectories__in=trajectories)), "pk"),
        "intake": (Intake.objects.filter(state__in=INTAKE_OPEN), "pk"),
        "signal": (Signal.objects.filter(seen_at=None), "pk"),
        "vog": (Volunteer.objects.filter(state__in=HERE), "pk"),
        "round": (Round.objects.filter(state=RoundState.DRAFT), "pk"),
    }


def _runs(on: date) -> Q:
    """The year of a loss runs on, with whichever volunteer, or while she waits for one (T2)."""
    return Q(limit_on__gte=on) | Q(extended_to_on__gte=on)


def _is_about(key: str, alive: dict[str, set[str]]) -> bool:
    name, _, rest = key.partition(":")
    return rest.partition(":")[0] in alive.get(name, ())
