"""What a coordinator does with a trajectory, from two yeses to the last word: one act a page."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib import wording
from bezoekdienst.visiting import endings, visits
from bezoekdienst.visiting.models import Contact, Evaluation, Trajectory, VisitConflict
from bezoekdienst.visiting.states import EndReason, TrajectoryState
from tests.factories import TrajectoryFactory
from tests.web import clients
from tests.web.running import act, running, shown, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def test_two_yeses_begin_the_year(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    today = timezone.localdate().isoformat()
    act(client, one, "kennismaking", meeting_on=today, resident_agreed="yes", volunteer_agreed="yes")
    assert one.state == TrajectoryState.ACTIVE
    assert one.started_on == timezone.localdate()


def test_an_appointment_leaves_the_answers_open(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    ahead = timezone.localdate() + timedelta(days=4)
    act(client, one, "kennismaking", meeting_on=ahead.isoformat(), resident_agreed="", volunteer_agreed="")
    assert (one.meeting_on, one.resident_agreed, one.state) == (ahead, None, TrajectoryState.ACQUAINTANCE)


def test_an_appointment_has_an_hour_that_is_asked_and_kept(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    ahead = timezone.localdate() + timedelta(days=4)
    page = act(client, one, "kennismaking", meeting_on=ahead.isoformat(), meeting_time="14:30")
    assert f"De kennismaking is op {wording.day(ahead)} om 14.30 uur." in page
    asked = client.get(reverse("trajectory_act", args=[one.pk, "kennismaking"])).content.decode()
    assert 'name="meeting_time" value="14:30"' in asked


def test_one_yes_is_kept_while_the_other_is_still_asked(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    today = timezone.localdate().isoformat()
    page = act(client, one, "kennismaking", meeting_on=today, resident_agreed="yes", volunteer_agreed="")
    assert "De bezoeker zegt ja. Vraag het nog aan de vrijwilliger." in page
    asked = client.get(reverse("trajectory_act", args=[one.pk, "kennismaking"])).content.decode()
    assert 'name="resident_agreed" value="yes" id="id_resident_agreed_1" checked' in " ".join(asked.split())


def test_a_no_ends_it_without_blame_and_says_what_follows(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    today = timezone.localdate().isoformat()
    page = act(client, one, "kennismaking", meeting_on=today, resident_agreed="yes", volunteer_agreed="no")
    assert "Het klikte niet, en dat mag." in page
    assert (one.end_reason, one.bereavement.intake.state) == (EndReason.NO_CLICK, "suitable")


def test_a_talk_leads_to_what_it_asks_for_until_that_was_done(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()

    def first_act() -> str:
        found = re.search(r'class="button" href="/trajecten/\d+/([a-z-]+)/"', shown(client, one))
        return found[1] if found else ""

    assert first_act() == "contact"
    filled = {"made_on": today, "way": "phone", "reached": "yes", "note": ""}
    act(client, one, "contact", **filled, review="less")
    assert first_act() == "verplaatsen"
    act(client, one, "verplaatsen", to_on=today, reason="Het gaat goed.")
    assert first_act() == "afronden"  # the plan is over today
    act(client, one, "verplaatsen", to_on=one.hard_stop_on.isoformat(), reason="Toch niet.")
    assert first_act() == "bezoek"


def test_what_follows_from_an_end_is_told_before_it_is_done(client: Client) -> None:
    one = running()
    page = client.get(reverse("trajectory_act", args=[one.pk, "afronden"])).content.decode()
    assert "Zij blijven elkaar zien, buiten de bezoekdienst om." in page
    assert "geen klik" not in page
    assert "het jaar is om" not in page
    assert reverse("resident_act", args=[one.resident_id, "overlijden"]) in page
    today = timezone.localdate().isoformat()
    assert "Schrijf erbij welke hulp het wordt, en waar." in act(client, one, "afronden", reason="other_help", on=today)
    act(client, one, "afronden", reason="other_help", on=today, note="De huisarts.")
    assert one.end_note == "De huisarts."


def test_of_two_logs_one_is_chosen(client: Client) -> None:
    one = running()
    first = visit(one, note="Een uur.")
    said = {**visits.content_of(first), "minutes": 120, "note": "Twee uur.", "next_on": None}
    content = {"trajectory": one.pk, **said, "on": first.on.isoformat()}
    other = VisitConflict.objects.create(visit=first, received_at=timezone.now(), content=content)
    page = client.get(reverse("trajectory_act", args=[one.pk, "verslagen"])).content.decode()
    assert "Een uur." in page
    assert "Twee uur." in page
    act(client, one, "verslagen", version=f"a{other.pk}")
    first.refresh_from_db()
    assert (first.minutes, first.note, first.conflicts.count()) == (120, "Twee uur.", 0)
    assert "verslagen" not in shown(client, one)


def test_a_phoned_in_visit_sent_twice_is_one_visit_and_shown_as_such(client: Client) -> None:
    one, id = running(), str(uuid.uuid4())
    filled = {"id": id, "on": timezone.localdate().isoformat(), "kind": "at_home", "minutes": 50, "mood": "well"}
    act(client, one, "bezoek", **filled)
    page = act(client, one, "bezoek", **filled)
    assert [(str(v.pk), v.minutes, v.phoned_in) for v in one.visits.all()] == [(id, 45, True)]
    assert "Door u genoteerd, na een telefoontje." in page


def test_a_refused_visit_comes_back_full(client: Client) -> None:
    one = running()
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    filled = {"id": uuid.uuid4(), "on": ahead, "kind": "walk", "minutes": 60, "mood": "well", "note": "Mooi weer."}
    page = act(client, one, "bezoek", **filled)
    assert "De datum ligt in de toekomst." in page
    assert "Mooi weer." in page
    assert one.visits.count() == 0


def test_moving_the_end_stays_inside_the_year(client: Client) -> None:
    one = running()
    beyond = (one.hard_stop_on + timedelta(days=1)).isoformat()
    assert "Dan is het jaar om." in act(client, one, "verplaatsen", to_on=beyond, reason="Nog even.")
    act(client, one, "verplaatsen", to_on=one.hard_stop_on.isoformat(), reason="Nog even.")
    assert one.planned_end_on == one.hard_stop_on


def test_who_comes_back_when_it_cannot_be_reopened_any_more_is_signed_up_again(client: Client) -> None:
    one, today = running(), timezone.localdate()
    url, back = reverse("trajectory", args=[one.pk]), reverse("resident_act", args=[one.resident_id, "opnieuw"])
    act(client, one, "afronden", reason="goal_reached", on=today.isoformat())
    assert back not in client.get(url).content.decode()
    Trajectory.objects.filter(pk=one.pk).update(ended_on=today - timedelta(days=15))
    assert back in client.get(url).content.decode()
    page = client.post(reverse("trajectory_act", args=[one.pk, "heropenen"])).content.decode()
    assert "Heropenen kon tot en met" in page and back in page


def test_extending_is_offered_once(client: Client) -> None:
    one = running(320)
    to_on = one.hard_stop_on + timedelta(weeks=2)
    url = reverse("trajectory_act", args=[one.pk, "verlengen"])
    last_on, latest_on = one.hard_stop_on, one.hard_stop_on + timedelta(weeks=8)
    hint = f"Nu is de laatste dag {wording.day(last_on)}. Verlengen kan tot en met {wording.day(latest_on)}."
    assert hint in client.get(url).content.decode()
    assert url in client.get(reverse("trajectory", args=[one.pk])).content.decode()
    act(client, one, "verlengen", to_on=to_on.isoformat(), reason="De feestdagen.")
    assert one.hard_stop_on == to_on
    assert url not in client.get(reverse("trajectory", args=[one.pk])).content.decode()


def test_a_pause_begins_and_ends(client: Client) -> None:
    one = running()
    act(client, one, "pauze", since_on=timezone.localdate().isoformat())
    assert one.paused_since_on == timezone.localdate()
    act(client, one, "hervatten")
    assert one.paused_since_on is None


def test_closing_and_reopening_a_mistake(client: Client) -> None:
    one = running()
    act(client, one, "afronden", reason="goal_reached", on=timezone.localdate().isoformat(), note="")
    assert one.state == TrajectoryState.ENDED
    act(client, one, "heropenen")
    assert one.state == TrajectoryState.ACTIVE


def test_handing_over_puts_the_person_back_on_the_list(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    act(client, one, "overdragen", on=today, urgency="1", urgency_reason="Slaapt slecht.", may_return="on")
    intake = one.bereavement.intake
    assert (one.end_reason, intake.state, intake.urgency) == (EndReason.STOPPED_BY_VOLUNTEER, "suitable", 1)
    assert not one.resident.exclusions.exists()


def test_a_refused_handing_over_comes_back_full(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    page = act(client, one, "overdragen", on=today, urgency="2", urgency_reason="", note="Brak een heup.")
    assert "Schrijf erbij waarom." in page
    assert "Brak een heup." in page
    assert one.state == TrajectoryState.ACTIVE


def test_what_ends_more_than_the_visits_is_not_chosen_by_the_way(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    for reason in ("died", "stopped_by_volunteer"):
        act(client, one, "afronden", reason=reason, on=today)
        assert one.state == TrajectoryState.ACTIVE


def test_a_last_word_reaches_the_volunteer(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    act(client, one, "afronden", reason="goal_reached", on=today)
    page = act(client, one, "laatste-woord", words="Dank voor de wandelingen.")
    assert one.thanks == "Dank voor de wandelingen."
    assert "Dank voor de wandelingen." in page


def test_after_the_end_the_last_word_comes_before_a_late_visit_and_nobody_is_to_be_called(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    page = client.get(reverse("trajectory", args=[one.pk])).content.decode()
    assert "U belt" in page
    act(client, one, "afronden", reason="goal_reached", on=today)
    over = Evaluation.objects.create(trajectory=one, sent_on=timezone.localdate(), received_on=timezone.localdate())
    page = client.get(reverse("trajectory", args=[over.trajectory_id]))
    assert (page.context["next"], "U belt" in page.content.decode()) == ("laatste-woord", False)
    act(client, one, "laatste-woord", words="Dank.")
    assert client.get(reverse("trajectory", args=[one.pk])).context["next"] == "bezoek"


def test_a_review_and_the_evaluation_are_noted(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    filled = {"made_on": today, "way": "phone", "reached": "yes", "review": "stop", "note": "Gaat goed."}
    page = act(client, one, "contact", **filled)
    assert Contact.objects.get(resident=one.resident).note == "Gaat goed."
    assert "het kan stoppen" in page
    assert f'class="button" href="{reverse("trajectory_act", args=[one.pk, "afronden"])}"' in page
    act(client, one, "afronden", reason="goal_reached", on=today)
    act(client, one, "evaluatie-versturen")
    statements = {f"statement_{n}": str(n + 1) for n in range(5)}
    page = act(client, one, "evaluatie", received_on=today, mark="8", text="Fijn.", **statements)
    assert one.evaluation.answers == {"statements": [1, 2, 3, 4, 5], "mark": 8, "text": "Fijn."}
    assert "Cijfer: 8." in page
    assert "De antwoorden zijn gewist." in act(client, one, "evaluatie-terug")
    assert "Cijfer: 8." in act(client, one, "evaluatie", received_on=today, mark="8", text="", **statements)


def test_without_an_evaluation_there_is_nothing_to_take_back(client: Client) -> None:
    one = running()
    address = reverse("trajectory_act", args=[one.pk, "evaluatie-terug"])
    assert address not in client.get(reverse("trajectory", args=[one.pk])).content.decode()
    assert "Er is nog geen antwoord." in client.post(address).content.decode()


def test_of_somebody_who_died_after_the_end_there_is_no_number_to_call_and_no_form_to_wait_for(client: Client) -> None:
    one, today = running(), timezone.localdate()
    act(client, one, "afronden", reason="goal_reached", on=today.isoformat())
    act(client, one, "evaluatie-versturen")
    endings.note_death(one.resident, died_on=today, by=None, at=timezone.now())
    page = client.get(reverse("trajectory", args=[one.pk]))
    said = page.content.decode()
    assert f"doel bereikt. De bezoeker overleed op {wording.day(today)}." in said
    assert (page.context["next"], "Overleden op" in said, f"tel:{one.resident.phone}" in said) == (
        "laatste-woord",
        True,
        False,
    )


def test_while_her_year_goes_on_with_another_nobody_asks_first_how_it_was(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    act(client, one, "overdragen", on=today, urgency="0")
    page = client.get(reverse("trajectory", args=[one.pk]))
    assert (one.end_reason, page.context["next"]) == ("stopped_by_volunteer", "laatste-woord")


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_reads_notes(role: Role) -> None:
    one = running()
    assert clients.logged_in(role).get(reverse("trajectory", args=[one.pk])).status_code == 403
