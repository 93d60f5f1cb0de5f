"""Every other address below /api/v1/: there is nothing, said in JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.api.permissions import holds


@extend_schema(exclude=True)
@api_view(["GET", "PUT", "POST", "PATCH", "DELETE"])
@permission_classes([holds(Ability.PHONE)])
def missing(request: Request, path: str) -> Response:
    """Always 404."""
    raise NotFound
