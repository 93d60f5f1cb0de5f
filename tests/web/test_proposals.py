"""The page on who visits whom: as many queries for eleven as for one, told before decided, never overrun."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState
from matching import proposals
from matching.models import FixedPair, HeldBack, Proposal
from matching.states import State
from tests.factories import IntakeFactory, TrajectoryFactory, VolunteerFactory
from tests.web import clients
from volunteers.models import Apart, District, Pause, Place, Volunteer

pytestmark = pytest.mark.django_db
LIST = "/voorstellen/"


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def vera(**given: object) -> Volunteer:
    return VolunteerFactory(vog_on=timezone.localdate() - timedelta(days=90), **given)


def waits(name: str = "mevrouw Wachtmans", days: int = 12, **given: object) -> Intake:
    since = timezone.localdate() - timedelta(days=days)
    return IntakeFactory(waiting=True, waiting_since=since, visited_on=since, bereavement__resident__name=name, **given)


def town(waiting: int, volunteers: int) -> None:
    for number in range(waiting):
        waits(f"mevrouw Nummer-{number}")
    for number in range(volunteers):
        vera(first_name=f"Vera{number}")


def propose() -> list[Proposal]:
    now = timezone.now()
    return proposals.propose(on=timezone.localdate(now), by=None, at=now)


def page(client: Client, address: str = LIST, **sent: str) -> str:
    """What stands on a page, or on what came back on a form: read as a person does."""
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def pair(intake: Intake, volunteer: Volunteer) -> str:
    return reverse("proposal_choose", args=[intake.pk, volunteer.pk])


def seen(client: Client, address: str) -> str:
    """What travels with the form of a pair."""
    return re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())[1]


def queries(client: Client) -> list[str]:
    """All that a request asks of the database: who is logged in stands among it."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    asked = [query["sql"] for query in captured]
    assert all(any(f'FROM "{table}"' in one for one in asked) for table in ("django_session", "accounts_user"))
    return asked


@pytest.mark.parametrize("has_districts", [False, True])
def test_the_page_takes_as_many_queries_for_seven_people_and_eleven_volunteers_as_for_one(
    client: Client, has_districts: bool
) -> None:
    town(1, 1)
    if has_districts:
        south = District.objects.create(name="Zuid", pc4s=["6844"])
        Apart.objects.create(one=south, other=District.objects.create(name="Centrum", pc4s=["6811"]), km=4)
    else:
        Place.objects.create(pc4="6811", lat=51.98, lon=5.91)
    propose()
    client.get(LIST)
    for_one = len(queries(client))
    town(6, 10)
    propose()
    HeldBack.objects.create(intake=waits("mevrouw Later"), reason="Op reis.", held_at=timezone.now())
    fixed = {"fixed_at": timezone.now(), "volunteer": Volunteer.objects.first()}
    FixedPair.objects.create(intake=Intake.objects.first(), **fixed)
    assert len(queries(client)) == for_one
    assert for_one < 15


def test_everybody_who_waits_stands_there_with_days_funnel_and_points(client: Client) -> None:
    town(1, 2)
    propose()
    told = page(client)
    assert "Wacht 12 dagen." in told
    assert "2 vrijwilligers: 2 inzetbaar" in told
    assert "voorgesteld, past" in told
    assert "Veranderd sinds" not in told


def test_without_any_row_the_plan_of_now_stands_there_and_can_be_chosen(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    assert "Mia kiezen" in page(client)
    address = pair(intake, mia)
    answer = client.post(address, {"reason": "", "seen": seen(client, address)})
    made = Trajectory.objects.get()
    assert answer["Location"] == reverse("trajectory", args=[made.pk])
    assert (made.proposal.state, made.proposal.is_own_choice) == (State.ACCEPTED, False)


def test_the_points_of_a_candidate_are_seen_to_add_up(client: Client) -> None:
    waits(answers={"interests": ["tuin"], "dayparts": ["mo-am", "tu-am"]})
    vera(first_name="Mia", interests=["tuin"], dayparts=["mo-am", "tu-am"])
    points = re.findall(r'class="points">([\d,]+)<', client.get(LIST).content.decode())
    *parts, total = [float(each.replace(",", ".")) for each in points]
    assert "11,25" in points
    assert sum(parts) == total


def test_who_still_waits_reads_why_and_whose_places_it_is_about(client: Client) -> None:
    town(3, 1)
    propose()
    told = page(client)
    assert "Moet nog wachten: 3 mensen voor 2 plaatsen." in told
    assert "Het gaat om de plaats van Vera0. Nog één vrijwilliger die past, helpt meteen." in told


def test_who_has_nobody_reads_what_stands_in_the_way(client: Client) -> None:
    waits(answers={"wishes": [{"kind": "sex", "value": "M", "must": True}], "dayparts": ["mo-am"]})
    vera(first_name="Mia", dayparts=["tu-am"]), vera(first_name="Joke", dayparts=["mo-am"])
    assert "Bij iedereen zit een wens in de weg." in page(client)
    Volunteer.objects.filter(first_name="Joke").update(sex="M", languages=["de"])
    told = page(client)
    assert "Bij Joke zit alleen de taal in de weg." in told


def test_a_change_since_the_proposal_is_told_until_it_was_seen(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    propose()
    until = timezone.localdate() + timedelta(days=9)
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate(), end_on=until)
    vera(first_name="Wim")
    told = page(client)
    assert "Veranderd sinds het voorstel van vandaag" in told
    assert "Er is een vrijwilliger bij: Wim." in told
    assert "Mevrouw Wachtmans : Mia heeft pauze tot" in told
    assert "Eerst stond hier Mia. Nu staat hier Wim." in told
    assert "Wim kiezen" in told  # the plan is that of now
    assert client.post(reverse("proposals_seen"))["Location"] == LIST
    assert "Veranderd sinds" not in page(client)
    assert Proposal.objects.get(state=State.OPEN, intake=intake).volunteer.first_name == "Wim"


def test_who_no_longer_waits_and_changed_weights_are_told(client: Client) -> None:
    gone = waits("mevrouw Vertrokken")
    waits("mevrouw Blijft")
    vera(first_name="Mia")
    propose()
    Intake.objects.filter(pk=gone.pk).update(state=IntakeState.WITHDRAWN)
    old = Policy.objects.latest("valid_from_on")
    Policy.objects.create(
        valid_from_on=timezone.localdate(), made_at=timezone.now(), fit_floor=old.fit_floor,
        matching={"loss": 45, "life_stage": 0},
    )  # fmt: skip
    told = page(client)
    assert "Mevrouw Vertrokken : Wacht niet meer." in told
    assert "De gewichten of de ondergrens zijn gewijzigd." in told
    assert "Mevrouw Blijft : Mia past nu" in told


def test_what_changed_between_looking_and_clicking_is_told_and_asked_again(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    address = pair(intake, mia)
    before = seen(client, address)
    ended_on = timezone.localdate() - timedelta(days=7)
    TrajectoryFactory(volunteer=mia, state="ended", ended_on=ended_on, end_reason="goal_reached")
    answer = client.post(address, {"reason": "Zij kennen de buurt.", "seen": before})
    told = html.unescape(answer.content.decode())
    assert "Mia rust na het vorige traject" in told
    assert "Zij kennen de buurt." in told
    assert Trajectory.objects.filter(state="acquaintance").count() == 0
    after = re.search(r'name="seen" value="([^"]+)"', told)[1]
    client.post(address, {"reason": "Zij kennen de buurt.", "seen": after})
    assert Trajectory.objects.get(state="acquaintance").proposal.reason == "Zij kennen de buurt."


def test_a_form_that_was_tampered_with_saw_nothing(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    for token in ("", "onzin", seen(client, pair(intake, mia))[:-1]):
        assert "Nu staat hier Mia." in page(client, pair(intake, mia), reason="", seen=token)
    assert Trajectory.objects.count() == 0


def test_choosing_what_is_blocked_meanwhile_says_why_and_keeps_what_was_typed(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    token = seen(client, pair(intake, mia))
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate())
    told = page(client, pair(intake, mia), reason="Zij kennen de buurt.", seen=token)
    assert "heeft pauze." in told
    assert "Zij kennen de buurt." in told
    assert Trajectory.objects.count() == 0


def test_a_pair_that_comes_back_with_everything_in_it_was_read_too(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate())
    assert "Wachtmans" in page(client, pair(intake, mia), reason="")
    assert Event.objects.filter(kind="person.read", about=intake.resident.pseudonym).count() == 1


def test_choosing_somebody_else_first_shows_who_would_have_to_wait(client: Client) -> None:
    wants = [{"kind": "sex", "value": "M", "must": True}]
    man = vera(first_name="Wim", sex="M", capacity=1)
    waits("de heer Wachtmans", answers={"wishes": wants})
    other = waits("mevrouw Keuze")
    vera(first_name="Mia")
    propose()
    address = pair(other, man)
    told = page(client, address)
    assert "De heer Wachtmans krijgt Wim niet, en moet wachten." in told
    assert "punten minder" in told
    token = seen(client, address)
    assert "Vul dit nog in." in page(client, address, reason=" ", seen=token)
    assert Trajectory.objects.count() == 0
    client.post(address, {"reason": "Kennen dezelfde muziek.", "seen": token})
    assert Trajectory.objects.get().volunteer == man


def test_a_blocked_choice_gives_the_reason_and_no_form(client: Client) -> None:
    intake, paused = waits(), vera(first_name="Els")
    Pause.objects.create(volunteer=paused, start_on=date(2026, 1, 1))
    told = page(client, pair(intake, paused))
    assert "Els heeft pauze." in told
    assert "Ja, deze koppeling maken" not in told


def test_fixing_from_the_page_solves_the_rest_round_it_and_tells_what_it_costs(client: Client) -> None:
    first, second = waits("mevrouw Eerst", 30), waits("mevrouw Later", 10)
    mia = vera(first_name="Mia", capacity=1, birth_year=1950)
    joke = vera(first_name="Joke", capacity=1, birth_year=1950, loss="sudden")
    second.resident.birth_year = 1950
    second.resident.save()
    propose()
    address = pair(first, joke)
    assert client.post(address, {"act": "fix", "reason": ""})["Location"] == LIST
    told = page(client)
    assert "Vastgezet" in told
    assert "Joke bij mevrouw Eerst." in told
    assert re.search(r"Zonder deze keuze: [\d,]+; nu [\d,]+\.", told)
    assert "Mevrouw Eerst krijgt Joke in plaats van Mia." in told
    assert "Mevrouw Later krijgt Mia in plaats van Joke." in told
    assert "Veranderd sinds" not in told  # it was her own act
    assert client.post(reverse("proposal_loosen", args=[first.pk]))["Location"] == LIST
    assert FixedPair.objects.count() == 0
    assert mia.first_name in page(client)


def test_fixing_over_an_objection_asks_for_the_reason_on_the_page_of_the_pair(client: Client) -> None:
    intake, mia = waits(answers={"dayparts": ["mo-am"]}), vera(first_name="Mia", dayparts=["tu-am"])
    told = page(client, pair(intake, mia), act="fix", reason="")
    assert "Vastzetten mag met een reden: schrijf die op." in told
    client.post(pair(intake, mia), {"act": "fix", "reason": "Zij schuift haar koor op."})
    told = page(client)
    assert "“Zij schuift haar koor op.”" in told
    assert "U zette deze twee vast: “Zij schuift haar koor op.”" in page(client, pair(intake, mia))


def test_a_fixed_pair_that_can_no_longer_hold_is_told_and_left_out(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    client.post(pair(intake, mia), {"act": "fix", "reason": ""})
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate())
    told = page(client)
    assert "Mia bij mevrouw Wachtmans: dat kan nu niet. Mia heeft pauze. Het telt nu niet mee." in told
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.WITHDRAWN)
    waits("mevrouw Ander")
    assert "mevrouw Wachtmans wacht niet meer." in page(client)


def test_somebody_held_back_stands_apart_until_she_takes_part_again(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    waits("mevrouw Ander")
    address = reverse("proposal_hold_resident", args=[intake.pk])
    assert "Deze dag is voorbij." in page(client, address, until_on="2020-01-01", reason="Op reis.")
    assert "Vul dit nog in." in page(client, address, until_on="", reason="")
    until = timezone.localdate() + timedelta(days=20)
    assert client.post(address, {"until_on": until.isoformat(), "reason": "Op reis."})["Location"] == LIST
    told = page(client)
    assert "Nog even niet" in told
    assert "Mevrouw Wachtmans , tot en met" in told
    assert "1 mens wacht; 1 kan nu iemand krijgen." in told
    client.post(reverse("proposal_hold_volunteer", args=[mia.pk]), {"until_on": "", "reason": "Druk thuis."})
    told = page(client)
    assert "Mia , tot u anders beslist. “Druk thuis.”" in told
    assert "1 mens wacht; 0 kunnen nu iemand krijgen." in told
    for held in HeldBack.objects.all():
        client.post(reverse("proposal_bring_back", args=[held.pk]))
    assert "2 mensen wachten; 2 kunnen nu iemand krijgen." in page(client)


def test_declining_needs_a_reason_shows_it_later_and_can_be_taken_back(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    propose()
    url = reverse("proposal_decline", args=[intake.pk, mia.pk])
    assert "Vul dit nog in." in page(client, url, reason="")
    assert client.post(url, {"reason": "Zij zijn buren geweest."})["Location"] == LIST
    told = page(client)
    assert "U koos Mia eerder niet voor mevrouw Wachtmans. Uw reden: “Zij zijn buren geweest.”" in told
    assert "Bij iedereen zit uw eerdere keuze in de weg." in told
    client.post(reverse("proposal_allow", args=[intake.pk, mia.pk]))
    assert "Mia kiezen" in page(client)


def test_searching_finds_who_waits_and_whom_she_gets(client: Client) -> None:
    waits("mevrouw Eerst")
    wants = [{"kind": "sex", "value": "M", "must": True}]
    waits("de heer Later", answers={"wishes": wants})
    vera(first_name="Mia"), vera(first_name="Wim", sex="M")
    for q in ("LATER", "wim"):
        told = client.post(LIST, {"q": q}, headers={"HX-Request": "true"}).content.decode()
        assert ("De heer Later" in told, "Mevrouw Eerst" in told, "<html" in told) == (True, False, False)
    assert "Er wacht niemand die zo heet" in page(client, q="Niemand")


def test_a_kept_search_takes_nothing_from_the_overview(client: Client) -> None:
    waits("mevrouw Eerst"), waits("de heer Later")
    told = page(client, q="Later")
    assert told.count("Mevrouw Eerst") == 1


def test_nobody_waiting_is_a_good_day(client: Client) -> None:
    assert "Er wacht niemand op een vrijwilliger." in page(client)


def test_practice_tells_how_often_the_proposal_was_followed_and_why_not(client: Client) -> None:
    assert "Er is nog geen voorstel gekozen of afgewezen." in page(client, "/voorstellen/praktijk/")
    intake, mia = waits(), vera(first_name="Mia")
    client.post(pair(intake, mia), {"reason": "", "seen": seen(client, pair(intake, mia))})
    other, wim = waits("mevrouw Ander"), vera(first_name="Wim")
    client.post(reverse("proposal_decline", args=[other.pk, wim.pk]), {"reason": "te ver weg"})
    client.post(pair(other, wim), {"reason": "toch zelfde koor", "seen": seen(client, pair(other, wim))})
    told = page(client, "/voorstellen/praktijk/")
    assert "Van 2 koppelingen volgde er 1 het voorstel; 1 was uw eigen keuze. 1 voorstel koos u niet." in told
    assert "Toch zelfde koor" in told
    assert "Te ver weg" in told


@pytest.mark.parametrize("role", [Role.CLERK, Role.PRINT_ROOM, Role.VOLUNTEER, Role.PRIVACY_OFFICER, Role.OPERATOR])
@pytest.mark.parametrize("address", [LIST, "/voorstellen/praktijk/"])
def test_nobody_else_sees_proposals(role: Role, address: str) -> None:
    assert clients.logged_in(role).get(address).status_code == 403
