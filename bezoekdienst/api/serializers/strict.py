"""Fields that take what the schema says and nothing that merely looks like it: "1" is no number, 1 is no text."""

import re
import uuid
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_DAY = r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"
_LONGEST = 9_223_372_036_854_775_807


class Number(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and data.is_integer():
            data = int(data)  # JSON knows one kind of number: 60.0 is 60
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Text(serializers.CharField):
    """A string, with its spaces trimmed."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class YesNo(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Id(serializers.UUIDField):
    """A UUID as text; DRF would take a number for one too."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "date", "pattern": _DAY, "example": "2027-03-03"})
class Day(serializers.DateField):
    """A day of this century, as `2027-03-03`."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(_DAY, value, re.ASCII):
            self.fail("invalid", format="JJJJ-MM-DD")
        return super().to_internal_value(value)


def id_number() -> Number:
    """The number of a row."""
    return Number(min_value=1, max_value=_LONGEST)
