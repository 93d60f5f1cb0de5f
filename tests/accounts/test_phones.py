"""A phone is enrolled by a code that works once and for ten minutes, and signed off in one click (07-trust)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bezoekdienst.accounts import people, phones
from bezoekdienst.accounts.models import Phone, PhoneCode
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from tests import cast, factories
from tests.factories import NOW


def invite(user, at=NOW):
    return phones.invite(user, by=cast.coordinator(), at=at)


def refusal(act, *args, **given):
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return str(refused.value)


@pytest.fixture
def user(db):
    return cast.volunteer().user


def test_a_code_enrols_one_phone_and_is_gone(user):
    code = invite(user)
    phone = phones.enrol(code, name="iPhone", at=NOW)
    assert (phone.user, phone.name, phone.enrolled_by) == (user, "iPhone", cast.coordinator())
    assert PhoneCode.objects.count() == 0
    again = refusal(phones.enrol, code, name="iPhone", at=NOW)
    assert again == "Deze code werkt niet meer. Er is niets veranderd. Vraag de coördinator om een nieuwe."
    assert Phone.objects.count() == 1


def test_a_code_is_128_random_bits_of_which_only_a_keyed_hash_is_kept(user):
    codes = {invite(user) for _ in range(3)}
    assert len(codes) == 3
    assert all(re.fullmatch(r"[\w-]{22}", code) for code in codes)
    kept = PhoneCode.objects.get()
    assert not any(code in kept.digest for code in codes)


@pytest.mark.parametrize(("minutes", "works"), [(0, True), (9, True), (10, False), (-1, False)])
def test_a_code_works_for_ten_minutes(user, minutes, works):
    code = invite(user)
    then = NOW + timedelta(minutes=minutes)
    if works:
        assert phones.enrol(code, name="Telefoon", at=then).user == user
    else:
        assert "werkt niet meer" in refusal(phones.enrol, code, name="Telefoon", at=then)


def test_a_new_code_ends_the_one_before_it(user):
    first, second = invite(user), invite(user)
    assert "werkt niet meer" in refusal(phones.enrol, first, name="Telefoon", at=NOW)
    assert phones.enrol(second, name="Telefoon", at=NOW).user == user


@pytest.mark.parametrize("code", ["", "-", "x" * 22, "é\x00" * 400])
def test_what_is_no_code_is_refused_with_the_same_words(user, code):
    invite(user)
    assert "werkt niet meer" in refusal(phones.enrol, code, name="Telefoon", at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_phones_at_once_one_wins():
    code = invite(cast.volunteer().user)

    def enrol(number):
        try:
            return phones.enrol(code, name=f"Telefoon {number}", at=NOW).name
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        won = [name for name in pool.map(enrol, range(8)) if name]
    assert won == [phone.name for phone in Phone.objects.all()]
    assert len(won) == 1


def test_only_who_may_use_the_phone_page_gets_a_code(db):
    for role in set(Role) - {Role.VOLUNTEER}:
        said = refusal(phones.invite, factories.UserFactory(roles=[role]), by=cast.coordinator(), at=NOW)
        assert said == "Alleen wie nu als vrijwilliger mag inloggen, kan een telefoon koppelen."
    assert PhoneCode.objects.count() == 0


def test_who_must_prove_herself_twice_gets_no_session_from_a_code_that_a_colleague_can_show(user):
    code = invite(user)
    people.give(user, Role.COORDINATOR, by=None, at=NOW)
    said = "Wie ook een andere rol heeft, logt op de telefoon in met een code uit de mail en een tweede bewijs."
    assert refusal(invite, user) == said
    assert refusal(phones.enrol, code, name="Telefoon", at=NOW) == said
    assert Phone.objects.count() == 0


def test_who_is_no_volunteer_any_more_has_no_phone_and_her_code_is_worth_nothing(user):
    phones.enrol(invite(user), name="Telefoon", at=NOW)
    code = invite(user)
    people.take(user, Role.VOLUNTEER, by=None, at=NOW)
    assert "werkt niet meer" in refusal(phones.enrol, code, name="Telefoon", at=NOW)
    assert Phone.objects.filter(revoked_at=None).count() == 0


def test_closing_a_user_signs_off_her_phones_and_ends_her_code(user):
    phone = phones.enrol(invite(user), name="Telefoon", at=NOW)
    invite(user)
    people.close(user, by=cast.coordinator(), at=NOW)
    assert (Phone.objects.get().revoked_at, PhoneCode.objects.count()) == (NOW, 0)
    assert refusal(phones.revoke, phone, by=None, at=NOW) == "Deze telefoon is al afgemeld."


def test_the_same_phone_enrolled_again_is_one_phone(user):
    first = phones.enrol(invite(user), name="Telefoon", at=NOW)
    second = phones.enrol(invite(user), name="Telefoon", instead_of=first.pk, at=NOW)
    assert list(Phone.objects.filter(revoked_at=None)) == [second]


def test_nobody_takes_the_place_of_somebody_elses_phone(user):
    hers = phones.enrol(invite(user), name="Telefoon", at=NOW)
    phones.enrol(invite(cast.other_volunteer().user), name="Telefoon", instead_of=hers.pk, at=NOW)
    assert Phone.objects.filter(revoked_at=None).count() == 2


def test_a_phone_is_seen_until_it_is_signed_off(user):
    phone = phones.enrol(invite(user), name="Telefoon", at=NOW)
    tomorrow = phone.seen_on + timedelta(days=1)
    assert phones.see(phone.pk, on=tomorrow) is True
    phone.refresh_from_db()
    assert phone.seen_on == tomorrow
    phones.revoke(phone, by=cast.coordinator(), at=NOW)
    assert phones.see(phone.pk, on=tomorrow) is False
    assert phones.see(987_654, on=tomorrow) is False


def test_every_step_is_in_the_log_without_the_code(user):
    code = invite(user)
    phones.revoke(phones.enrol(code, name="Telefoon", at=NOW), by=cast.coordinator(), at=NOW)
    found = Event.objects.filter(kind__startswith="phone.").order_by("pk")
    assert [event.kind for event in found] == ["phone.invited", "phone.enrolled", "phone.revoked"]
    assert {event.about for event in found} == {user.pseudonym}
    assert all(code not in str(event.facts) for event in found)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/130 Mobile", "Android-telefoon"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Computer"),
        ("", "Computer"),
    ],
)
def test_a_phone_is_named_as_one_calls_it(user_agent, name):
    assert phones.named(user_agent) == name


def test_who_logged_in_by_a_code_is_signed_off_like_any_phone(user):
    by_code = phones.sign_in(user, name="Computer", at=NOW)
    assert list(phones.signed_in(user, on=NOW.date())) == [by_code]
    assert by_code.enrolled_by is None
    again = phones.sign_in(user, name="Computer", instead_of=by_code.pk, at=NOW)
    assert list(phones.signed_in(user, on=NOW.date())) == [again]


@pytest.mark.parametrize(
    ("seen", "opened", "is_in"), [(60, 180, True), (61, 180, False), (60, 181, False), (0, 0, True)]
)
def test_a_phone_is_listed_as_long_as_its_session_can_last(user, seen, opened, is_in):
    phone = phones.sign_in(user, name="iPhone", at=NOW - timedelta(days=opened))
    Phone.objects.filter(pk=phone.pk).update(seen_on=NOW.date() - timedelta(days=seen))
    assert phones.signed_in(user, on=NOW.date()).exists() is is_in
    assert not phones.signed_in(cast.other_volunteer().user, on=NOW.date()).exists()


def test_a_new_address_signs_off_what_logged_in_with_the_old_and_leaves_the_phone_in_her_hand(user):
    in_hand = phones.enrol(invite(user), name="iPhone", at=NOW)
    phones.sign_in(user, name="Computer", at=NOW)
    people.readdress(user, "Nieuw@voorbeeld.example", by=cast.coordinator(), at=NOW)
    assert list(phones.signed_in(user, on=NOW.date())) == [in_hand]
    assert type(user).objects.get(pk=user.pk).email == "nieuw@voorbeeld.example"
    taken = refusal(people.readdress, user, cast.other_volunteer().user.email, by=None, at=NOW)
    assert taken == "Dit e-mailadres heeft al een gebruiker."
