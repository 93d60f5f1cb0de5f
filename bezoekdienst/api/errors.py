"""What the API answers when something can't be done: problem+json (RFC 9457) with Dutch sentences."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from bezoekdienst.lib.errors import Refused


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """`Refused` -> 409 with its reasons; everything else as DRF does it, in the same form."""
    if isinstance(error, Refused):
        reasons = [{"rule": reason.rule, "text": reason.text} for reason in error.reasons]
        return Response(
            {"title": str(error), "status": 409, "reasons": reasons}, 409, content_type="application/problem+json"
        )
    return exception_handler(error, context)
