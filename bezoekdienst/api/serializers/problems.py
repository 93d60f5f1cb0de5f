"""How a problem looks (RFC 9457); only for the schema, the answers are made in `errors`."""

from typing import Any

from rest_framework import serializers

from bezoekdienst.api import errors


class Reason(serializers.Serializer[Any]):
    rule = serializers.CharField(help_text="The rule's short name: B1, T5, ...")
    text = serializers.CharField(help_text="A Dutch sentence.")


class Problem(serializers.Serializer[Any]):
    title = serializers.CharField(help_text="A Dutch sentence for the person.")
    status = serializers.IntegerField()
    reasons = Reason(many=True, required=False, help_text="With 409: why the rules don't allow it, all reasons.")
    invalid = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="With 400: what is wrong, per field.",
    )


def documented(*statuses: int) -> dict[tuple[int, str], type[Problem]]:
    """The problems a route may answer, for `extend_schema`; 401, 403, 405, 406 and 429 everywhere, 413 beside 415."""
    with_body = {413} if 415 in statuses else set()
    return {(status, errors.MEDIA_TYPE): Problem for status in sorted({401, 403, 405, 406, 429, *with_body, *statuses})}
