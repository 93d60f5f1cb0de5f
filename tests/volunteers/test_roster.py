from datetime import date

import pytest

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.errors import Refused
from tests import cast, factories
from volunteers import losses, roster
from volunteers.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return cast.coordinator()


def texts(refusal):
    return [reason.text for reason in refusal.value.reasons]


def test_from_applying_to_active(by):
    given = {"by": by, "at": factories.NOW}
    volunteer = roster.apply(name="Vera Verzonnen", first_name="Vera", phone="026-1", pc4="6811", **given)
    losses.add(volunteer, kind="dementia", happened_on=date(2024, 1, 1), **given)
    roster.train(volunteer, **given)
    with pytest.raises(Refused) as refusal:
        roster.activate(volunteer, **given)
    assert texts(refusal) == [
        "Met Vera is nog niet over het eigen verlies gesproken.",
        "Vera deed 0 van de 4 trainingsdagen.",
        "Van Vera is er geen VOG.",
        "Vera tekende de gedragscode nog niet.",
    ]
    losses.talk(volunteer, outcome="fit", held_on=factories.TODAY, **given)
    roster.exempt(volunteer, reason="deed dit elders", **given)
    roster.record_vog(volunteer, vog_on=date(2026, 10, 1), **given)
    roster.agree_to_conduct(volunteer, agreed_on=date(2026, 10, 1), **given)
    roster.activate(volunteer, **given)
    volunteer.refresh_from_db()
    assert (volunteer.state, volunteer.started_on) == (State.ACTIVE, factories.TODAY)
    assert volunteer.training_exemption == "deed dit elders (Cato Coördinator)"


def test_what_has_a_verb_of_its_own_is_not_just_changed(by):
    volunteer = factories.VolunteerFactory()
    with pytest.raises(Refused) as refusal:
        roster.change(volunteer, state="left", vog_on=factories.TODAY, capacity=5, by=by, at=factories.NOW)
    assert texts(refusal) == [
        "“state” kan hier niet gewijzigd worden.",
        "“vog_on” kan hier niet gewijzigd worden.",
        "Het aantal plaatsen ligt tussen 1 en 4.",
    ]
    roster.change(volunteer, max_km=5, capacity=1, by=by, at=factories.NOW)
    volunteer.refresh_from_db()
    assert (volunteer.max_km, volunteer.capacity) == (5, 1)


def test_nobody_leaves_while_she_visits_somebody(by):
    trajectory = cast.trajectory()
    with pytest.raises(Refused) as refusal:
        roster.leave(trajectory.volunteer, on=factories.TODAY, by=by, at=factories.NOW)
    assert texts(refusal) == [
        "Vera bezoekt nog Mevrouw Bezoeker-Verzonnen. Rond dat eerst af, of zoek een andere vrijwilliger."
    ]
    other = cast.other_volunteer()
    roster.leave(other, on=factories.TODAY, by=by, at=factories.NOW)
    assert (other.state, other.left_on) == (State.LEFT, factories.TODAY)


@pytest.mark.parametrize("on", [date(2025, 6, 30), date(2026, 11, 24)])
def test_the_last_day_lies_between_the_first_one_and_today(by, on):
    with pytest.raises(Refused) as refusal:
        roster.leave(factories.VolunteerFactory(), on=on, by=by, at=factories.NOW)
    assert texts(refusal) == ["De laatste dag ligt tussen de eerste dag en vandaag."]


@pytest.mark.parametrize("on", [date(2025, 4, 30), date(2026, 11, 24)])
def test_the_first_day_lies_between_the_application_and_today(by, on):
    volunteer = factories.VolunteerFactory(state=State.TRAINING, started_on=None)
    with pytest.raises(Refused) as refusal:
        roster.activate(volunteer, on=on, by=by, at=factories.NOW)
    assert texts(refusal) == ["De eerste dag ligt tussen de aanmelding en vandaag."]
    roster.activate(volunteer, on=date(2025, 5, 1), by=by, at=factories.NOW)
    assert volunteer.started_on == date(2025, 5, 1)


@pytest.mark.parametrize(
    ("given", "kept", "same"),
    [
        ({"phone": "+31 (0)26 000 00 11"}, {"phone": "026-0000011"}, True),
        ({"phone": "0031 26 0000011"}, {"phone": "026-0000011"}, True),
        ({"phone": "026-0000012"}, {"phone": "026-0000011"}, False),
        ({"email": "Nel@Voorbeeld.example "}, {"phone": "1", "email": "nel@voorbeeld.example"}, True),
        ({"phone": "geen"}, {"phone": "ook geen", "email": "nel@voorbeeld.example"}, False),
    ],
)
def test_a_number_is_the_same_however_it_is_written(given, kept, same):
    volunteer = factories.VolunteerFactory(**kept)
    assert roster.same_as(**given) == ([volunteer] if same else [])


def test_somebody_who_is_known_already_is_told_and_may_still_apply(by):
    given = {"name": "Nel Verzonnen", "first_name": "Nel", "phone": "026-0000011", "by": by, "at": factories.NOW}
    before = roster.apply(**given)
    roster.decline(before, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        roster.apply(**given)
    same = "Er is al een Nel met dit telefoonnummer of e-mailadres: Nel Verzonnen"
    assert texts(refusal) == [f"{same}, afgewezen sinds 23 november 2026."]
    assert roster.apply(**given, although_known=True).pk != before.pk


def test_what_cannot_be_so_is_refused_with_a_sentence_each(by):
    wrong = {
        "capacity": 5, "max_km": 0, "pc4": "6811AA", "sex": "X", "life_view": "zon", "languages": ["nl", "xx"],
        "interests": ["vliegen"], "dayparts": ["mo-nacht"], "wishes": {"must_not": ["trappen"]}, "birth_year": 2009,
    }  # fmt: skip
    volunteer = factories.VolunteerFactory()
    with pytest.raises(Refused) as refusal:
        roster.change(volunteer, **wrong, by=by, at=factories.NOW)
    assert texts(refusal) == [
        "Het aantal plaatsen ligt tussen 1 en 4.",
        "Hoe ver iemand reist, ligt tussen 1 en 100 kilometer.",
        "De postcode heeft vier cijfers, zoals 6811. De letters zijn niet nodig.",
        "Dit geslacht kennen wij niet.",
        "Deze levensbeschouwing kennen wij niet.",
        "Er staat een taal bij die wij niet kennen.",
        "Er staat een interesse bij die wij niet kennen.",
        "Er staat een dagdeel bij dat niet bestaat.",
        "Er staat een wens bij die wij niet kennen.",
        "Een vrijwilliger is volwassen. Kijk het geboortejaar na.",
    ]
    roster.change(volunteer, birth_year=2008, max_km=100, capacity=None, by=by, at=factories.NOW)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("record_vog", "Deze VOG zou in de toekomst afgegeven zijn. Kijk de datum op de verklaring na."),
        ("ask_vog", "De datum ligt in de toekomst. Kies vandaag of eerder."),
    ],
)
def test_a_vog_of_tomorrow_is_refused(by, verb, said):
    name = {"record_vog": "vog_on", "ask_vog": "asked_on"}[verb]
    with pytest.raises(Refused) as refusal:
        getattr(roster, verb)(factories.VolunteerFactory(), **{name: date(2026, 11, 24)}, by=by, at=factories.NOW)
    assert texts(refusal) == [said]


def test_an_active_volunteer_is_not_declined_and_who_left_does_not_come_back(by):
    volunteer = factories.VolunteerFactory(first_name="Vera")
    with pytest.raises(Refused) as refusal:
        roster.decline(volunteer, by=by, at=factories.NOW)
    assert texts(refusal) == ["Vera is nu “actief” en kan niet naar “afgewezen”."]
    roster.leave(volunteer, on=factories.TODAY, by=by, at=factories.NOW)
    with pytest.raises(Refused):
        roster.train(volunteer, by=by, at=factories.NOW)


def test_who_changes_her_address_logs_in_with_the_new_one_unless_she_holds_another_role(by):
    one = cast.volunteer()
    roster.change(one, email="nieuw@voorbeeld.example", by=by, at=factories.NOW)
    assert User.objects.get(pk=one.user.pk).email == "nieuw@voorbeeld.example"
    roster.change(one, phone="06 00000001", by=by, at=factories.NOW)
    people.give(one.user, Role.CLERK, by=None, at=factories.NOW)
    roster.change(one, email="nog-nieuwer@voorbeeld.example", by=by, at=factories.NOW)
    assert User.objects.get(pk=one.user.pk).email == "nieuw@voorbeeld.example"
