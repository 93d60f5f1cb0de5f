"""What needs me today: each rule on its boundary days, what is gathered for it, and who gets the page."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Contact, Signal, Visit, VisitConflict
from bezoekdienst.visiting.states import SignalKind
from bezoekdienst.web import gathering_facts, phrases, worklist
from bezoekdienst.web import worklist_facts as facts
from bezoekdienst.web.need import Need, Urgency
from letters.models import Round
from letters.states import RoundState
from tests import factories
from tests.factories import NOW, TODAY
from tests.web import clients
from volunteers import calls, losses
from volunteers.models import CallRequest
from volunteers.states import State

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def needs(**told: object) -> list[Need]:
    return worklist.needs(facts.Facts(today=TODAY, **told))


def only(**told: object) -> Need:
    (need,) = needs(**told)
    return need


def active(**more: object) -> facts.TrajectoryFacts:
    """Since a month; nothing is due."""
    given = {
        "started_on": TODAY - 4 * WEEK, "matched_on": TODAY - 4 * WEEK, "visited_on": TODAY,
        "planned_end_on": TODAY + 30 * WEEK, "hard_stop_on": TODAY + 40 * WEEK,
    }  # fmt: skip
    return facts.TrajectoryFacts(pk=7, person="mevrouw A", volunteer="Mia", state="active", **{**given, **more})


def signal(*, urgent: bool, due_on: date) -> facts.SignalFacts:
    return facts.SignalFacts(uuid.UUID(int=1), "mevrouw A", "Mia", urgent, TODAY, due_on, "14.30")


def sign_up(**more: object) -> facts.IntakeFacts:
    return facts.IntakeFacts(**{"pk": 3, "person": "de heer B", "state": "signed_up", "opened_on": TODAY, **more})


def test_nothing_going_on_needs_nobody() -> None:
    assert needs() == []
    assert worklist.groups([]) == []
    assert needs(trajectories=(active(),), volunteers=(facts.VolunteerFacts(1, "Mia", TODAY + 61 * DAY),)) == []


@pytest.mark.parametrize(
    ("due_on", "reason"),
    [(TODAY - DAY, "Dat had uiterlijk gisteren gemoeten."), (TODAY, "Bekijk het uiterlijk vandaag.")],
)
def test_a_signal_that_nobody_saw_in_time_says_so(due_on: date, reason: str) -> None:
    assert only(signals=(signal(urgent=False, due_on=due_on),)).reason == reason


def test_an_urgent_signal_comes_first_and_does_not_say_what_it_is_about() -> None:
    found = needs(
        calls=(facts.CallFacts(uuid.UUID(int=2), "Mia", "", TODAY, "09.00"),),
        signals=(signal(urgent=False, due_on=TODAY), signal(urgent=True, due_on=TODAY)),
    )
    assert [need.sentence for need in found] == [
        "Dringend signaal over mevrouw A.", "Mia meldde een signaal over mevrouw A.", "Mia vraagt of u even belt.",
    ]  # fmt: skip
    assert found[0].reason == "Kijk nu. Uiterlijk om 14.30 uur."
    assert all(label not in found[0].sentence + found[0].reason for label in SignalKind.labels)


@pytest.mark.parametrize(
    ("opened_on", "urgency", "reason"),
    [
        (date(2026, 11, 13), Urgency.TODAY, "Dat had uiterlijk 20 november gemoeten."),
        (date(2026, 11, 16), Urgency.TODAY, "Bel uiterlijk vandaag."),
        (date(2026, 11, 17), Urgency.WEEK, "Bel uiterlijk morgen."),
    ],
)
def test_a_sign_up_is_called_within_five_working_days(opened_on: date, urgency: Urgency, reason: str) -> None:
    need = only(intakes=(sign_up(opened_on=opened_on),))
    assert (need.urgency, need.reason, need.route, need.act) == (urgency, reason, "intake", "Bellen")


def test_more_sign_ups_in_an_hour_than_a_whole_round_brings_are_looked_at_before_calling() -> None:
    assert needs(rush=facts.RushFacts(9, TODAY, "14.30")) == []
    need = only(rush=facts.RushFacts(10, TODAY - DAY, "14.30"))
    assert need.sentence == "Gisteren kwamen er vanaf 14.30 uur binnen een uur 10 aanmeldingen via internet."
    assert (need.urgency, need.route, need.pk) == (Urgency.TODAY, "intakes", None)


@pytest.mark.parametrize(("days", "urgency"), [(21, Urgency.WEEK), (22, Urgency.TODAY)])
def test_the_talk_takes_place_within_three_weeks(days: int, urgency: Urgency) -> None:
    need = only(intakes=(sign_up(opened_on=TODAY - days * DAY, tried=True, missed_calls=2),))
    assert (need.urgency, need.act) == (urgency, "Afspraak maken")
    assert need.reason.startswith("2 keer niet bereikt. ")


def test_appointments_of_today_stand_with_their_hour_and_past_ones_ask_what_came_of_them() -> None:
    planned = {"state": "planned", "planned_time": "14.00"}
    found = [
        only(intakes=(sign_up(**planned, planned_on=TODAY + days * DAY),)) for days in (-1, 0, 7)
    ]  # fmt: skip
    assert [need.act for need in found] == ["Gesprek invullen", "Gesprek openen", "Gesprek openen"]
    assert [need.urgency for need in found] == [Urgency.TODAY, Urgency.TODAY, Urgency.WEEK]
    assert found[1].moment == "14.00 uur"
    assert needs(intakes=(sign_up(**planned, planned_on=TODAY + 8 * DAY),)) == []


def test_who_waits_stands_there_with_the_days_and_with_whether_there_is_a_proposal() -> None:
    since = {"pk": 1, "person": "mevrouw De Boer", "since_on": TODAY - 12 * DAY}
    need = only(waiting=(facts.WaitingFacts(**since, proposed=True),))
    assert need.sentence == "Mevrouw De Boer wacht 12 dagen op een vrijwilliger."
    assert (need.urgency, need.act, need.route) == (Urgency.WEEK, "Voorstel bekijken", "proposals")
    assert only(waiting=(facts.WaitingFacts(**since),)).urgency == Urgency.LATER
    assert only(waiting=(facts.WaitingFacts(**since, urgent=True),)).urgency == Urgency.TODAY


@pytest.mark.parametrize(("days", "listed"), [(21, False), (22, True)])
def test_an_acquaintance_is_settled_in_three_weeks(days: int, listed: bool) -> None:
    one = facts.TrajectoryFacts(7, "mevrouw A", "Mia", "acquaintance", TODAY - days * DAY)
    assert bool(needs(trajectories=(one,))) == listed


@pytest.mark.parametrize(
    ("started_on", "reviewed_on", "listed"),
    [
        (date(2026, 8, 23), None, True),
        (date(2026, 8, 24), None, False),
        (date(2026, 8, 23), date(2026, 11, 22), True),
        (date(2026, 8, 23), date(2026, 11, 23), False),
    ],
)
def test_a_review_is_due_at_three_months_until_somebody_called(
    started_on: date, reviewed_on: date | None, listed: bool
) -> None:
    assert bool(needs(trajectories=(active(started_on=started_on, reviewed_on=reviewed_on),))) == listed


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-1, Urgency.TODAY),
        (14, Urgency.TODAY),
        (15, Urgency.WEEK),
        (28, Urgency.WEEK),
        (29, Urgency.LATER),
        (56, Urgency.LATER),
    ],
)
def test_an_end_is_said_eight_four_and_two_weeks_ahead(days: int, urgency: Urgency) -> None:
    need = only(trajectories=(active(planned_end_on=TODAY + days * DAY),))
    assert (need.urgency, need.reason) == (urgency, "Uiterlijk tot en met 30 augustus 2027.")


def test_an_end_further_away_is_not_said_and_the_year_limit_is_named_once() -> None:
    assert needs(trajectories=(active(planned_end_on=TODAY + 57 * DAY),)) == []
    end = {"planned_end_on": TODAY + 14 * DAY, "hard_stop_on": TODAY + 14 * DAY}
    assert only(trajectories=(active(**end),)).reason == "Dan is het jaar om."


@pytest.mark.parametrize(("days", "listed"), [(41, False), (42, True)])
def test_six_weeks_without_a_log_stand_on_the_list_unless_there_is_a_pause(days: int, listed: bool) -> None:
    quiet = {"started_on": TODAY - 8 * WEEK, "visited_on": TODAY - days * DAY}
    assert bool(needs(trajectories=(active(**quiet),))) == listed
    assert needs(trajectories=(active(**quiet, paused=True),)) == []


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (60, Urgency.LATER),
        (31, Urgency.LATER),
        (30, Urgency.WEEK),
        (8, Urgency.WEEK),
        (7, Urgency.TODAY),
        (-1, Urgency.TODAY),
    ],
)
def test_a_vog_warns_sixty_thirty_and_seven_days_ahead(days: int, urgency: Urgency) -> None:
    assert only(volunteers=(facts.VolunteerFacts(1, "Mia", TODAY + days * DAY),)).urgency == urgency


def volunteer(**more: object) -> facts.VolunteerFacts:
    return facts.VolunteerFacts(**{"pk": 1, "name": "Mia", "vog_until": None, **more})


@pytest.mark.parametrize(
    ("days", "urgency", "sentence"),
    [
        (-1, Urgency.TODAY, "U zou Mia gisteren opnieuw spreken."),
        (0, Urgency.TODAY, "U spreekt Mia vandaag opnieuw."),
        (1, Urgency.WEEK, "U spreekt Mia morgen opnieuw."),
        (7, Urgency.WEEK, "U spreekt Mia 30 november opnieuw."),
    ],
)
def test_who_is_to_be_spoken_to_again_stands_there_when_it_is_time(days: int, urgency: Urgency, sentence: str) -> None:
    need = only(volunteers=(volunteer(talk_on=TODAY + days * DAY),))
    assert (need.urgency, need.sentence) == (urgency, sentence)
    assert needs(volunteers=(volunteer(talk_on=TODAY + 8 * DAY),)) == []


def test_a_loss_that_was_not_talked_over_is_asked_for_without_a_word_of_what_it_is() -> None:
    need = only(volunteers=(volunteer(untold_on=TODAY - DAY, talk_on=TODAY),))
    assert (need.urgency, need.sentence) == (Urgency.TODAY, "Praat met Mia voordat er iemand bij komt.")
    assert "verlies" not in need.reason


def test_a_vog_that_was_asked_for_says_so() -> None:
    asked = {"vog_asked_on": TODAY - DAY}
    assert [only(volunteers=(volunteer(vog_until=TODAY + days * DAY, **asked),)).reason for days in (5, -1)] == [
        "Een nieuwe is aangevraagd op 22 november.",
        "Lopende bezoeken gaan door. Iemand nieuw kan dan niet. Een nieuwe is aangevraagd op 22 november.",
    ]


def gathered() -> list[tuple[object, ...]]:
    found = gathering_facts.gather_facts(NOW).volunteers
    return [(one.name, one.vog_until is not None, one.talk_on, one.untold_on) for one in found]


def test_of_volunteers_is_gathered_whom_to_talk_with(db: None) -> None:
    by, again_on = factories.coordinator(), TODAY + DAY
    applied = factories.VolunteerFactory(name="A", first_name="A", state=State.APPLICANT, loss__talk=None)
    factories.VolunteerFactory(name="B", first_name="B", loss__talk=None)
    trained = factories.VolunteerFactory(name="C", first_name="C", state=State.TRAINING, loss__talk=None)
    factories.VolunteerFactory(name="D", first_name="D", state=State.LEFT, loss__talk=None)
    factories.VolunteerFactory(name="E", first_name="E")
    for one in (applied, trained):
        losses.talk(one, outcome="later", held_on=TODAY, again_on=again_on, by=by, at=NOW)
    assert gathered() == [
        ("A", False, again_on, None),
        ("B", True, None, date(2025, 5, 1)),
        ("C", True, again_on, None),
        ("E", True, None, None),
    ]


def test_a_round_speaks_when_nobody_answers_or_more_than_there_are_places() -> None:
    one = {"pk": 1, "name": "ronde 4 van 2026", "posted_on": TODAY - 14 * DAY, "free_places": 1}
    silent = facts.RoundFacts(**one, answers=0, yeses=0, unplaced=0)
    assert only(round=silent).sentence == "Op de ronde 4 van 2026 kwam nog geen enkel antwoord."
    assert needs(round=facts.RoundFacts(**{**one, "posted_on": TODAY - 13 * DAY}, answers=0, yeses=0, unplaced=0)) == []
    assert only(round=facts.RoundFacts(**one, answers=2, yeses=2, unplaced=2)).reason == "Er is 1 plaats vrij."
    assert needs(round=facts.RoundFacts(**one, answers=2, yeses=2, unplaced=1)) == []


def test_days_are_said_as_people_say_them() -> None:
    assert [phrases.ago(TODAY - n * DAY, TODAY) for n in (0, 1, 2, 13, 14)] == [
        "vandaag", "gisteren", "2 dagen geleden", "13 dagen geleden", "op 9 november",
    ]  # fmt: skip
    assert [phrases.near(TODAY + n * DAY, TODAY) for n in (1, 2, 7)] == [
        "morgen",
        "woensdag 25 november",
        "30 november",
    ]
    assert [phrases.ahead(TODAY + n * DAY, TODAY) for n in (1, 13, 14)] == ["morgen", "over 13 dagen", "over 2 weken"]
    assert [phrases.since(TODAY - n * DAY, TODAY) for n in (0, 1, 2)] == ["sinds vandaag", "1 dag", "2 dagen"]
    assert phrases.day(date(2027, 3, 3), TODAY) == "3 maart 2027"


# What is gathered


def situation(number: int) -> None:
    """A bit of everything, `number` times."""
    for index in range(number):
        trajectory = factories.TrajectoryFactory()
        factories.TrajectoryFactory(meeting=True)
        factories.IntakeFactory(waiting=True)
        new = factories.IntakeFactory()
        Contact.objects.create(resident=new.resident, made_on=TODAY, way="phone", reached=False)
        shared = {"resident": trajectory.resident, "trajectory": trajectory, "reported_by": factories.UserFactory()}
        Signal.objects.create(**shared, kind="gloom", urgent=False, reported_at=NOW)
        visit = Visit.objects.create(trajectory=trajectory, on=TODAY - index * DAY, logged_at=NOW, sent_digest="x")
        VisitConflict.objects.create(visit=visit, received_at=NOW, content={})
        calls.ask(trajectory.volunteer, by=factories.coordinator(), at=NOW)


def queries(number: int) -> int:
    situation(number)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        gathering_facts.gather_facts(NOW)
    return len(asked)


@pytest.mark.django_db
def test_three_of_everything_ask_the_database_no_more_than_one() -> None:
    Round.objects.create(quarter_on=date(2026, 10, 1), reference_on=TODAY, opened_at=NOW, state=RoundState.POSTED,
                         posted_on=TODAY)  # fmt: skip
    assert queries(1) == queries(2)


@pytest.mark.django_db
def test_what_is_there_is_told_as_it_is() -> None:
    situation(1)
    told = gathering_facts.gather_facts(NOW)
    assert (len(told.signals), len(told.calls), len(told.waiting), len(told.trajectories)) == (1, 1, 1, 2)
    (one,) = told.intakes
    assert (one.tried, one.missed_calls) == (True, 1)
    running = next(one for one in told.trajectories if one.state == "active")
    assert (running.visited_on, running.reviewed_on) == (TODAY, None)
    assert len(told.conflicts) == 1


@pytest.mark.django_db
def test_a_visit_corrected_since_is_no_conflict_any_more() -> None:
    situation(1)
    Visit.objects.update(corrected_at=NOW)
    assert gathering_facts.gather_facts(NOW).conflicts == ()


# The page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.CLERK, "/rondes/"),
        (Role.PRINT_ROOM, "/drukwerk/"),
        (Role.VOLUNTEER, "/m/"),
        (Role.PRIVACY_OFFICER, "/logboek/"),
        (Role.OPERATOR, "/beheer/"),
    ],
)
def test_who_sees_no_residents_goes_to_her_own_first_page(role: Role, address: str) -> None:
    assert clients.logged_in(role).get("/")["Location"] == address


@pytest.mark.django_db
def test_who_may_do_nothing_has_no_first_page() -> None:
    assert clients.logged_in().get("/").status_code == 403


@pytest.mark.django_db
def test_a_good_day_says_so() -> None:
    assert "Een goede dag." in clients.logged_in(Role.COORDINATOR).get("/").content.decode()


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_each_line_leads_to_its_page() -> None:
    situation(1)
    client = clients.logged_in(Role.COORDINATOR)
    page = client.get("/").content.decode()
    signal = Signal.objects.get()
    assert f'href="/signalen/{signal.pk}/"' in page
    assert page.index("Vandaag</h2>") < page.index("Deze week</h2>")


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_call_leaves_the_list_once_somebody_called() -> None:
    situation(1)
    client, (asked,) = clients.logged_in(Role.COORDINATOR), CallRequest.objects.all()
    address = f"/terugbellen/{asked.pk}/"
    assert f'href="{address}"' in client.get("/").content.decode()
    assert client.post(address)["Location"] == "/"
    assert address not in client.get("/").content.decode()
    assert "Er is al teruggebeld." in client.post(address).content.decode()
    assert clients.logged_in(Role.CLERK).get(address).status_code == 403
