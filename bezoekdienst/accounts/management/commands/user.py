"""`bezoekdienst user add EMAIL NAME ROLE...`, and the other things an operator does with users."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.errors import Refused


class Command(BaseCommand):
    help = "Add a user, give or take a role, forget a lost second factor, close a user, or list who may do what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="a new user, who logs in with a mailed code")
        add.add_argument("email")
        add.add_argument("name")
        add.add_argument("roles", nargs="+", choices=Role.values)
        for act in ("give", "take"):
            change = acts.add_parser(act, help=f"{act} a role")
            change.add_argument("email")
            change.add_argument("role", choices=Role.values)
        acts.add_parser("close", help="no more logging in").add_argument("email")
        acts.add_parser("forget-proof", help="she lost her app or key, and you are sure that it is she").add_argument(
            "email"
        )
        acts.add_parser("list", help="every user with her roles")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["act"].replace("-", "_"))(**options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def add(self, email: str, name: str, roles: list[str], **_: Any) -> None:
        user = people.create(email, name, [Role(role) for role in roles], by=None, at=timezone.now())
        self.stdout.write(f"{user.name} kan inloggen met een code naar {user.email}.")

    def give(self, email: str, role: str, **_: Any) -> None:
        people.give(_found(email), Role(role), by=None, at=timezone.now())

    def take(self, email: str, role: str, **_: Any) -> None:
        people.take(_found(email), Role(role), by=None, at=timezone.now())

    def close(self, email: str, **_: Any) -> None:
        people.close(_found(email), by=None, at=timezone.now())

    def forget_proof(self, email: str, **_: Any) -> None:
        user = _found(email)
        people.forget_proofs(user, by=None, at=timezone.now())
        self.stdout.write(f"{user.name} stelt bij het inloggen een nieuw tweede bewijs in.")

    def list(self, **_: Any) -> None:
        for user in User.objects.order_by("email"):
            held = ", ".join(sorted(str(role.label) for role in user.roles))
            self.stdout.write(f"{user.email}\t{user.name}\t{held if user.is_active else 'gesloten'}")


def _found(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"Er is geen gebruiker met het adres {email}.")
    return user
