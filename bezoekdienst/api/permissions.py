"""Every route declares its ability; without a declaration nobody gets in."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User

if TYPE_CHECKING:  # it reads the settings, which name this module
    from rest_framework.views import APIView


class Nobody(BasePermission):
    """The default: a route that forgot to declare its access is closed."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class Holds(BasePermission):
    """Asks the roles table for one ability: `permission_classes([holds(Ability.PHONE)])`."""

    ability: roles.Ability

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.user, User) and roles.may(request.user, self.ability)


def holds(ability: roles.Ability) -> type[Holds]:
    """A permission class for `ability`."""
    return type(f"Holds_{ability}", (Holds,), {"ability": ability})
