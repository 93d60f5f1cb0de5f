"""The API as OpenAPI 3.1."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularJSONAPIView

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
