"""Making users, handing out roles and taking them back."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.core.management.base import CommandError

from bezoekdienst.accounts import people, roles
from bezoekdienst.accounts.models import RoleHolding, User
from bezoekdienst.accounts.roles import Ability, Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from tests.factories import NOW, TODAY, UserFactory
from tests.web import clients

pytestmark = pytest.mark.django_db


def make(*given: Role) -> User:
    return people.create("Anna@Voorbeeld.example", "Anna Voorbeeld", list(given), by=None, at=NOW)


def test_a_user_has_the_roles_she_was_given_and_no_password() -> None:
    anna = make(Role.COORDINATOR, Role.CLERK)
    assert anna.roles == {Role.COORDINATOR, Role.CLERK}
    assert anna.email == "anna@voorbeeld.example"
    assert not anna.has_usable_password()
    assert [event.kind for event in Event.objects.all()] == ["user.created", "role.given", "role.given"]


def test_an_address_has_one_user_however_it_is_written() -> None:
    make(Role.COORDINATOR)
    with pytest.raises(Refused, match="heeft al een gebruiker"):
        people.create("ANNA@voorbeeld.example", "Een ander", [], by=None, at=NOW)
    assert User.objects.count() == 1


def test_a_role_that_is_taken_back_stays_as_history() -> None:
    anna = make(Role.CLERK)
    people.take(anna, Role.CLERK, by=None, at=NOW)
    assert anna.roles == set()
    assert RoleHolding.objects.get().until_on == TODAY
    people.give(anna, Role.CLERK, by=None, at=NOW)
    assert RoleHolding.objects.count() == 2


def test_a_role_is_not_given_twice_nor_taken_when_not_held() -> None:
    anna = make(Role.CLERK)
    with pytest.raises(Refused, match="al"):
        people.give(anna, Role.CLERK, by=None, at=NOW)
    with pytest.raises(Refused, match="niet"):
        people.take(anna, Role.VOLUNTEER, by=None, at=NOW)


def test_who_is_closed_may_nothing() -> None:
    anna = make(Role.COORDINATOR)
    assert roles.may(anna, Ability.RESIDENTS)
    people.close(anna, by=None, at=NOW)
    assert not roles.may(User.objects.get(pk=anna.pk), Ability.RESIDENTS)
    assert anna.roles == set()


@pytest.mark.parametrize(
    ("role", "abilities"),
    [
        (
            Role.COORDINATOR,
            {"residents", "volunteers", "talks", "match", "round_counts", "replies", "numbers", "policy", "subjects"},
        ),
        (Role.DEPUTY, {"residents", "volunteers", "match", "round_counts", "replies", "numbers"}),
        (Role.CLERK, {"rounds", "round_counts", "print", "numbers"}),
        (Role.PRINT_ROOM, {"print"}),
        (Role.VOLUNTEER, {"phone"}),
        (Role.PRIVACY_OFFICER, {"events", "numbers"}),
        (Role.OPERATOR, {"admin"}),
    ],
)
def test_the_table_of_who_may_what(role: Role, abilities: set[str]) -> None:
    assert {str(ability) for ability in roles.ABILITIES[role]} == abilities


def test_no_role_sees_both_addressees_and_residents() -> None:
    assert not [role for role, may in roles.ABILITIES.items() if {Ability.ROUNDS, Ability.RESIDENTS} <= may]


def test_the_command_adds_a_user_and_says_how_to_log_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("user", "add", "anna@voorbeeld.example", "Anna Voorbeeld", "coordinator", "clerk")
    call_command("user", "take", "anna@voorbeeld.example", "clerk")
    call_command("user", "give", "anna@voorbeeld.example", "print_room")
    capsys.readouterr()
    call_command("user", "list")
    assert capsys.readouterr().out == "anna@voorbeeld.example\tAnna Voorbeeld\tcoördinator, drukkerij\n"
    call_command("user", "close", "anna@voorbeeld.example")
    assert not User.objects.get().is_active


def test_the_command_refuses_in_a_sentence() -> None:
    call_command("user", "add", "anna@voorbeeld.example", "Anna Voorbeeld", "clerk")
    with pytest.raises(CommandError, match="heeft al een gebruiker"):
        call_command("user", "add", "anna@voorbeeld.example", "Anna Voorbeeld", "clerk")
    with pytest.raises(CommandError, match="geen gebruiker"):
        call_command("user", "close", "niemand@voorbeeld.example")


def test_who_lost_her_app_makes_a_new_proof_after_the_operator_forgot_the_old() -> None:
    user = make(Role.COORDINATOR)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    call_command("user", "forget-proof", user.email)
    assert Authenticator.objects.filter(user=user).count() == 0
    assert Event.objects.get(kind="user.proofs_forgotten").about == user.pseudonym
    with pytest.raises(CommandError, match="heeft geen tweede bewijs"):
        call_command("user", "forget-proof", user.email)


def test_a_lost_proof_closes_every_page_that_was_left_open_and_nobody_elses() -> None:
    lost, colleague = UserFactory.create_batch(2, roles=[Role.COORDINATOR])
    totp.TOTP.activate(lost, totp.generate_totp_secret())
    pages = [clients.of(user) for user in (lost, colleague)]
    assert [page.get("/").status_code for page in pages] == [200, 200]
    people.forget_proofs(lost, by=None, at=NOW)
    assert [page.get("/").status_code for page in pages] == [302, 200]
