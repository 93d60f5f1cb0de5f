"""The API as OpenAPI 3.1, for programs and for people."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.api.permissions import holds


class Schema(SpectacularJSONAPIView):
    """What every route takes and answers, for programs."""

    permission_classes = [holds(Ability.PHONE)]


class Session(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself by being made
    """How one is known: by the session's cookie; whatever changes something carries the CSRF token too."""

    target_class = "bezoekdienst.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


@extend_schema(exclude=True)
@api_view(["GET"])
@permission_classes([holds(Ability.PHONE)])
@renderer_classes([TemplateHTMLRenderer])
def docs(request: Request) -> Response:
    """The same as a page, from files of our own."""
    return Response(template_name="api/docs.html")
