"""The kitchen table: what one types is saved in our codes, only what changed, and nothing of it is lost."""

from typing import Any

import pytest
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from bezoekdienst.web.desks import table_changes, table_on_paper
from bezoekdienst.web.forms.kitchen_table import SECTIONS, KitchenTable
from tests import factories
from tests.web import clients
from tests.web.talks import planned, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def sent(client: Client, intake: Intake, given: dict[str, Any], known: str = "") -> dict[str, Any]:
    """As the script does: only these fields, with what the form knew of all."""
    body = {**given, "sent": list(given), "known": known or table_changes.known(intake)}
    answer: dict[str, Any] = client.post(f"/intakes/{intake.pk}/bewaren/", body, headers=SCRIPT).json()
    return answer


def test_what_one_types_is_saved_in_the_codes_of_the_service(client: Client) -> None:
    intake = planned()
    given = {
        "asks_for": "Een luisterend oor.", "dayparts": ["mo-am", "fr-pm"], "loss": "dementia", "smoking": "no",
        "children_at_home": "yes", "wish_age_min": "60", "must_age_min": "on", "wish_sex": "V", "birth_year": "1949",
        "first_name": "Bea", "consent_visits": "on", "company_1": "often", "not_with": "De buurvrouw.",
    }  # fmt: skip
    told = sent(client, intake, given)
    assert (told["at"], told["refused"], told["wrong"], told["conflicts"], told["theirs"]) == ("10.00", [], {}, {}, {})
    answers = saved(intake).answers
    assert answers["wishes"] == [
        {"kind": "sex", "value": "V", "must": False}, {"kind": "age_min", "value": 60, "must": True},
    ]  # fmt: skip
    assert (answers["dayparts"], answers["home"]) == (["mo-am", "fr-pm"], {"smoking": False})
    assert (answers["children_at_home"], answers["company"]) == (True, ["often", "", ""])
    assert (answers["not_with"], intake.consents) == ("De buurvrouw.", {"visits": "2026-11-23"})
    assert (intake.resident.birth_year, intake.bereavement.kind) == (1949, "dementia")


def test_only_what_was_sent_changes(client: Client) -> None:
    intake = planned()
    sent(client, intake, {"asks_for": "Rust.", "interests": ["tuin"], "consent_visits": "on"})
    sent(client, saved(intake), {"interests": []})
    assert (saved(intake).answers["asks_for"], intake.answers["interests"]) == ("Rust.", [])
    assert intake.consents == {"visits": "2026-11-23"}


def test_the_form_comes_back_as_it_was_filled_in(client: Client) -> None:
    intake = planned()
    given = {"asks_for": "Rust.", "pets": "yes", "wish_loss": "sudden", "must_loss": "on", "consent_finite_told": "on"}
    client.post(f"/intakes/{intake.pk}/bewaren/", given)
    initial = KitchenTable.of(saved(intake)).initial
    assert {name: initial[name] for name in ("asks_for", "pets", "smoking", "wish_loss", "must_loss")} == {
        "asks_for": "Rust.", "pets": "yes", "smoking": "", "wish_loss": "sudden", "must_loss": True,
    }  # fmt: skip
    assert (initial["consent_finite_told"], initial["consent_visits"]) == (True, False)


def test_saving_the_same_once_more_writes_nothing(client: Client) -> None:
    intake, given = planned(), {"asks_for": "Rust.", "languages": ["nl"], "first_name": "Bea"}
    for _ in range(2):
        client.post(f"/intakes/{intake.pk}/bewaren/", given)
    assert Event.objects.filter(kind="intake.answers_saved").count() == 1
    assert Event.objects.filter(kind="resident.amended").count() == 1


def test_what_is_not_right_yet_does_not_keep_the_rest_from_being_saved(client: Client) -> None:
    intake = planned()
    given = {"asks_for": "Rust.", "wish_age_min": "tachtig", "life_view": "catholic", "birth_year": "1800"}
    assert sent(client, intake, given)["wrong"] == {
        "wish_age_min": ["Schrijf hier een getal."],
        "life_view": ["Zet eerst het vinkje: dit mag alleen met toestemming op papier."],
        "birth_year": ["Het geboortejaar ligt tussen 1911 en 2008."],
    }
    assert (saved(intake).answers["asks_for"], intake.answers.get("life_view", "")) == ("Rust.", "")
    assert intake.resident.birth_year is None


def test_what_is_not_right_stays_in_its_field_without_script_too(client: Client) -> None:
    intake = planned()
    page = client.post(f"/intakes/{intake.pk}/bewaren/", {"asks_for": "Rust.", "birth_year": "19x"}).content.decode()
    assert 'value="19x"' in page
    assert "Schrijf hier een getal." in page
    assert saved(intake).answers["asks_for"] == "Rust."


def test_an_answer_and_a_consent_can_be_taken_back(client: Client) -> None:
    intake = planned()
    both = {"asks_for": "Rust.", "consent_life_view": "on", "life_view": "catholic"}
    client.post(f"/intakes/{intake.pk}/bewaren/", both)
    assert saved(intake).answers["life_view"] == "catholic"
    client.post(f"/intakes/{intake.pk}/bewaren/", {"asks_for": ""})
    assert (saved(intake).answers["asks_for"], intake.answers["life_view"], intake.consents) == ("", "", {})


def test_consent_that_is_taken_back_takes_along_what_it_was_for_and_the_form_hears_it(client: Client) -> None:
    intake = planned()
    sent(client, intake, {"consent_life_view": "on", "life_view": "catholic"})
    told = sent(client, saved(intake), {"consent_life_view": ""})
    assert (saved(intake).answers["life_view"], intake.consents) == ("", {})
    assert (told["wrong"], told["theirs"]) == ({}, {"life_view": []})


def test_a_consent_keeps_the_day_it_was_given_and_says_so(client: Client) -> None:
    intake = planned(consents={"visits": "2026-11-02"})
    client.post(f"/intakes/{intake.pk}/bewaren/", {"consent_visits": "on", "consent_finite_told": "on"})
    assert saved(intake).consents == {"visits": "2026-11-02", "finite_told": "2026-11-23"}
    assert KitchenTable.of(intake)["consent_visits"].help_text == "Sinds 2 november 2026."


# Two tabs, or two people


def test_a_later_save_keeps_what_somebody_else_filled_in_elsewhere_on_the_form(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    sent(client, intake, {"network": "Een zus."})
    told = sent(client, saved(intake), {"asks_for": "Rust."}, known=before)
    assert (told["conflicts"], told["theirs"]) == ({}, {"network": ["Een zus."]})
    assert (saved(intake).answers["network"], intake.answers["asks_for"]) == ("Een zus.", "Rust.")


def test_the_whole_form_of_an_old_tab_undoes_nothing_either(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    sent(client, intake, {"network": "Een zus.", "dayparts": ["mo-am"]})
    given = {"asks_for": "Rust.", "network": "", "known": before}
    assert client.post(f"/intakes/{intake.pk}/bewaren/", given).status_code == 302
    answers = saved(intake).answers
    assert (answers["network"], answers["dayparts"], answers["asks_for"]) == ("Een zus.", ["mo-am"], "Rust.")


def test_two_answers_to_one_question_are_said_and_not_written_over(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    sent(client, intake, {"loss": "sudden", "asks_for": "Rust."})
    told = sent(client, saved(intake), {"loss": "accident", "likes": "Kaarten."}, known=before)
    assert told["wrong"] == {
        "loss": ["Iemand anders vulde hier intussen in: “plotseling”. Klopt wat hier staat? Bewaar dan nog eens."]
    }
    assert told["conflicts"] == {"loss": ["sudden"]}
    assert (saved(intake).answers["loss"], intake.answers["likes"]) == ("sudden", "Kaarten.")
    sent(client, intake, {"loss": "accident"})  # now she knows
    assert saved(intake).answers["loss"] == "accident"


def test_without_script_the_page_says_so_and_a_second_press_decides(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    sent(client, intake, {"asks_for": "Rust."})
    answer = client.post(f"/intakes/{intake.pk}/bewaren/", {"asks_for": "Gezelschap.", "known": before})
    page = answer.content.decode()
    assert "Iemand anders vulde hier intussen in: “Rust.”." in page
    assert ">\nGezelschap.</textarea>" in page
    again = {"asks_for": "Gezelschap.", "known": answer.context["known"]}
    assert client.post(f"/intakes/{intake.pk}/bewaren/", again).status_code == 302
    assert saved(intake).answers["asks_for"] == "Gezelschap."


def test_two_who_say_the_same_agree(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    sent(client, intake, {"asks_for": "Rust."})
    assert sent(client, saved(intake), {"asks_for": " Rust.\r\n"}, known=before)["conflicts"] == {}


def test_an_outcome_waits_until_a_conflict_is_settled(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    sent(client, intake, {"asks_for": "Rust."})
    given = {"asks_for": "Gezelschap.", "visited_on": "2026-11-23", "outcome": "not_now", "known": before}
    page = client.post(f"/intakes/{intake.pk}/", given).content.decode()
    assert "Iemand anders vulde hier intussen in: “Rust.”." in page
    assert saved(intake).state == IntakeState.PLANNED


@pytest.mark.parametrize("known", ["onzin", "[1]", '{"asks_for": 3}', "null", "[" * 100_000])
def test_made_up_fingerprints_are_none(client: Client, known: str) -> None:
    intake = planned()
    sent(client, intake, {"asks_for": "Rust."}, known=known)
    assert saved(intake).answers["asks_for"] == "Rust."


def test_what_ended_meanwhile_says_so_and_takes_no_more(client: Client) -> None:
    intake = planned()
    before = table_changes.known(intake)
    Intake.objects.update(state=IntakeState.WITHDRAWN)
    told = sent(client, intake, {"asks_for": "Rust."}, known=before)
    assert told["refused"] == ["De intake is “afgezien” en verandert niet meer."]
    assert saved(intake).answers == {}


# What is open, and the form on paper


def test_each_part_says_how_much_of_it_is_open(client: Client) -> None:
    intake = planned(answers={"loss": "sudden", "about_when": "in mei", "pets": "yes"})
    counted = {heading: (open_, len(names)) for heading, open_, names in KitchenTable.of(intake).open_in()}
    assert (counted["Het verlies"], counted["Thuis"]) == ((0, 2), (4, 4))
    assert counted["Wensen over de vrijwilliger"] == (0, 0)


def test_every_field_stands_in_a_part_of_the_form() -> None:
    placed = [name for _, _, names in SECTIONS for name in names]
    assert sorted(placed) == sorted(KitchenTable.base_fields)


def test_the_paper_asks_the_same_with_room_to_write(client: Client) -> None:
    form = table_on_paper.form()
    assert [part.heading for part in form.parts] == ["Het gesprek", *(heading for heading, _, _ in SECTIONS)]
    days = next(one for part in form.parts for one in part.questions if one.label.startswith("Op welke delen"))
    assert (len(days.boxes), days.lines) == (14, 0)
    answer = client.get("/intakes/gespreksformulier.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_key_of_what_is_kept_in_a_browser_is_hers_and_of_this_talk_alone() -> None:
    one, other = planned(), planned()
    her, him = factories.coordinator(), factories.coordinator()
    keys = {table_changes.key(intake, user) for intake in (one, other) for user in (her, him)}
    assert {len(key) for key in keys} == {64} and len(keys) == 4
    assert table_changes.key(one, her) == table_changes.key(one, her)
