"""Who the volunteer is, and whom she visits."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from bezoekdienst.api.serializers import strict
from bezoekdienst.api.serializers.signals import SignalOut
from bezoekdienst.api.serializers.visits import VisitOut
from bezoekdienst.visiting.states import TrajectoryState
from volunteers.models import Gathering


class Coordinator(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    hours = serializers.CharField(allow_blank=True)


class GatheringOut(serializers.Serializer[Any]):
    """A gathering and her answer; `coming` is null as long as she gave none."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Gathering.Kind.choices)
    kind_words = serializers.CharField()
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    place = serializers.CharField()
    theme = serializers.CharField(allow_blank=True)
    coming = serializers.BooleanField(allow_null=True)
    moved = serializers.BooleanField(help_text="To another time since she answered: `coming` was about the old one.")


@extend_schema_serializer(examples=[OpenApiExample("Yes", value={"coming": True, "on": "2027-03-03"})])
class Answer(serializers.Serializer[Any]):
    """Whether she comes, and on which day she thinks it is: an answer that comes late may be about another."""

    coming = strict.YesNo()
    on = strict.Day(required=False)


@extend_schema_serializer(
    examples=[OpenApiExample("With an id", value={"uuid": "8d5f1f6e-0a3b-4c5d-9e7f-001122334455"})]
)
class Call(serializers.Serializer[Any]):
    """A request to be called. The phone may make the id, so that a retry is the same request."""

    uuid = strict.Id(required=False)


class CallOut(serializers.Serializer[Any]):
    uuid = serializers.UUIDField(source="id")
    asked_at = serializers.DateTimeField()


class Me(serializers.Serializer[Any]):
    """The volunteer herself, whom she can call, and what is next."""

    id = serializers.UUIDField(help_text="Whose outbox it is that a phone keeps.")
    name = serializers.CharField()
    first_name = serializers.CharField()
    today = serializers.DateField()
    office_open = serializers.BooleanField(help_text="A working day between 9 and 17 hours (S1).")
    coordinator = Coordinator()
    call_asked_at = serializers.DateTimeField(allow_null=True, help_text="She asked to be called, and nobody did yet.")
    next_gathering = GatheringOut(allow_null=True)
    called_off = GatheringOut(allow_null=True, help_text="The first gathering to come that doesn't go on.")


class TrajectoryOut(serializers.Serializer[Any]):
    """Somebody she visits: what she needs to get there, what was agreed, and how much of the year is left.

    Once ended: no address or telephone any more. The notes are her own; a predecessor's are in another trajectory.
    """

    id = serializers.IntegerField()
    first_name = serializers.CharField()
    state = serializers.ChoiceField(TrajectoryState.choices)
    phone = serializers.CharField(allow_blank=True)
    street = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    town = serializers.CharField(allow_blank=True)
    matched_on = serializers.DateField()
    meeting_on = serializers.DateField(allow_null=True, help_text="The acquaintance meeting.")
    meeting_time = serializers.TimeField(
        allow_null=True, format="%H:%M", help_text="Its hour on the clock of the town; null when none was agreed."
    )
    started_on = serializers.DateField(allow_null=True)
    planned_end_on = serializers.DateField(allow_null=True)
    hard_stop_on = serializers.DateField(allow_null=True, help_text="The last permitted day (T4).")
    weeks_left = serializers.IntegerField(allow_null=True, help_text="Whole weeks until the last permitted day.")
    paused_since_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    died_on = serializers.DateField(allow_null=True, help_text="She died: to be said gently, never only in a list.")
    last_visit_on = serializers.DateField(allow_null=True)
    next_on = serializers.DateField(allow_null=True, help_text="The next appointment, when one was made.")
    thanks = serializers.CharField(allow_blank=True, help_text="A last word to her, once it has ended.")
    visits = VisitOut(many=True)
    signals = SignalOut(many=True)
