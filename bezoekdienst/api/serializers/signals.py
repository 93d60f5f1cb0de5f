"""A worry, as the phone sends it and as it comes back (S1, S2)."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from bezoekdienst.api.serializers import strict
from bezoekdienst.visiting.states import SignalKind, SignalState


@extend_schema_serializer(
    examples=[OpenApiExample("Money", value={"trajectory": 7, "kind": SignalKind.MONEY, "note": "Stapels post."})]
)
class SignalIn(serializers.Serializer[Any]):
    """A signal about the resident of one of her trajectories."""

    trajectory = strict.id_number()
    kind = serializers.ChoiceField(SignalKind.choices)
    note = strict.Text(allow_blank=True, max_length=4000, default="")


class SignalOut(serializers.Serializer[Any]):
    """A signal and how far it is; the volunteer sees that it was seen."""

    id = serializers.UUIDField()
    trajectory = serializers.IntegerField(source="trajectory_id")
    kind = serializers.ChoiceField(SignalKind.choices)
    urgent = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(SignalState.choices)
    state_words = serializers.CharField(source="get_state_display")
    reported_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)
    told = serializers.CharField(allow_blank=True, help_text="What the coordinator wrote back, for her.")
