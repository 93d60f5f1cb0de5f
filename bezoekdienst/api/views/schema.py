"""The API as OpenAPI 3.1, for programs and for people."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.api import errors
from bezoekdienst.api.permissions import holds

ANSWERS = {
    **errors.TITLES,
    200: "As it stands now.",
    201: "Made, the first time that this id came.",
    409: "De datum ligt in de toekomst. Kies vandaag of eerder.",
    422: "Dit bezoek was al verstuurd met iets anders erin. Beide zijn bewaard; de coördinator kijkt mee.",
}
MORE: dict[int, dict[str, Any]] = {
    400: {"invalid": {"on": ["Datum heeft het verkeerde formaat, gebruik een van deze: JJJJ-MM-DD."]}},
    409: {"reasons": [{"rule": "B1", "text": ANSWERS[409]}]},
    422: {"reasons": [{"rule": "B3", "text": ANSWERS[422]}]},
}


class Schema(SpectacularJSONAPIView):
    """What every route takes and answers, for programs."""

    permission_classes = [holds(Ability.PHONE)]


class Session(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself by being made
    """How one is known: by the session's cookie; whatever changes something carries the CSRF token too."""

    target_class = "bezoekdienst.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": f"What changes something also has X-CSRFToken, from the cookie {settings.CSRF_COOKIE_NAME}.",
        }


def tell_answers(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every answer in words, a problem with an example, and how long to wait after too many questions."""
    for route in result["paths"].values():
        for operation in (one for one in route.values() if isinstance(one, dict)):
            for status, answer in operation["responses"].items():
                answer["description"] = answer["description"] or ANSWERS[int(status)]
                for media in answer.get("content", {}).items():
                    _exemplify(media[0], media[1], int(status))
                if status == "429":
                    answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return result


def _exemplify(media_type: str, content: dict[str, Any], status: int) -> None:
    if media_type == errors.MEDIA_TYPE:
        content["example"] = {"title": ANSWERS[status], "status": status, **MORE.get(status, {})}


@extend_schema(exclude=True)
@api_view(["GET"])
@permission_classes([holds(Ability.PHONE)])
@renderer_classes([TemplateHTMLRenderer])
def docs(request: Request) -> Response:
    """The same as a page, from files of our own."""
    return Response(template_name="api/docs.html")
