"""A visit as the phone sends it, and as it comes back (B1)."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from bezoekdienst.api.serializers import strict
from bezoekdienst.visiting import visits
from bezoekdienst.visiting.models import Visit
from bezoekdienst.visiting.states import Mood, VisitKind

WALK = {
    "on": "2027-03-03",
    "kind": VisitKind.WALK,
    "minutes": 60,
    "mood": Mood.WELL,
    "note": "Mooi gelopen.",
    "kilometres": 4,
    "next_on": "2027-03-17",
}


@extend_schema_serializer(examples=[OpenApiExample("A walk", value=WALK)])
class Correction(serializers.Serializer[Any]):
    """What of a visit can be put right afterwards: all but whose it is."""

    on = strict.Day()
    kind = serializers.ChoiceField(VisitKind.choices)
    minutes = strict.Number(min_value=0, max_value=visits.LONGEST_MINUTES)
    mood = serializers.ChoiceField(Mood.choices)
    note = strict.Text(allow_blank=True, max_length=visits.LONGEST_NOTE, default="")
    kilometres = strict.Number(min_value=0, max_value=visits.FURTHEST_KM, allow_null=True, default=None)
    next_on = strict.Day(allow_null=True, default=None)


@extend_schema_serializer(examples=[OpenApiExample("A walk", value={"trajectory": 7, **WALK})])
class VisitIn(Correction):
    """A visit as logged."""

    trajectory = strict.id_number()


class ConflictOut(serializers.Serializer[Any]):
    """Other content that came under the id of a visit, and when (B3)."""

    received_at = serializers.DateTimeField()
    trajectory = serializers.IntegerField()
    on = serializers.DateField()
    kind = serializers.ChoiceField(VisitKind.choices)
    minutes = serializers.IntegerField()
    mood = serializers.ChoiceField(Mood.choices)
    note = serializers.CharField(allow_blank=True)
    kilometres = serializers.IntegerField(allow_null=True)
    next_on = serializers.DateField(allow_null=True)


class VisitOut(serializers.Serializer[Any]):
    """A visit as it stands."""

    id = serializers.UUIDField()
    trajectory = serializers.IntegerField(source="trajectory_id")
    on = serializers.DateField()
    kind = serializers.ChoiceField(VisitKind.choices)
    minutes = serializers.IntegerField()
    mood = serializers.ChoiceField(Mood.choices)
    note = serializers.CharField(allow_blank=True)
    kilometres = serializers.IntegerField(allow_null=True)
    next_on = serializers.DateField(allow_null=True)
    logged_at = serializers.DateTimeField()
    phoned_in = serializers.BooleanField(help_text="Typed by the coordinator for the volunteer (B5).")
    corrected_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    conflicts = serializers.SerializerMethodField(
        help_text="What else came under this id since it was last put right: she chooses by putting it right (B3)."
    )

    @extend_schema_field(ConflictOut(many=True))
    def get_conflicts(self, visit: Visit) -> Any:
        settled = max(filter(None, [visit.corrected_at, visit.withdrawn_at]), default=None)
        unsettled = [one for one in visit.conflicts.all() if settled is None or one.received_at > settled]
        return ConflictOut([{"received_at": one.received_at, **one.content} for one in unsettled], many=True).data
