"""What needs me today: each rule on its boundary days."""

import uuid
from datetime import date, timedelta

import pytest

from bezoekdienst.visiting.states import SignalKind
from bezoekdienst.web import worklist
from bezoekdienst.web import worklist_facts as facts
from bezoekdienst.web.need import Need, Urgency
from tests.factories import TODAY

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


def signal(*, urgent: bool, due_on: date, **more: bool) -> facts.SignalFacts:
    given = {"is_late": due_on < TODAY, **more}
    return facts.SignalFacts(uuid.UUID(int=1), "mevrouw A", "Mia", urgent, TODAY, due_on, "14.30", **given)


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
    assert found[0].reason == "Kijk nu. Uiterlijk vandaag om 14.30 uur."
    assert all(label not in found[0].sentence + found[0].reason for label in SignalKind.labels)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"is_late": True}, "Dat had uiterlijk vandaag om 14.30 uur gemoeten."),
        (
            {"is_late": True, "escalated": True},
            "Dat had uiterlijk vandaag om 14.30 uur gemoeten. Het ging naar de plaatsvervanger.",
        ),
        ({"unheard": True}, "Kijk nu. Uiterlijk vandaag om 14.30 uur. Niemand kreeg hier een mail van."),
    ],
)
def test_of_danger_it_says_how_late_it_is_and_who_heard(more: dict[str, bool], reason: str) -> None:
    assert only(signals=(signal(urgent=True, due_on=TODAY, **more),)).reason == reason


def test_danger_of_somebody_who_died_waits_quietly() -> None:
    need = only(signals=(signal(urgent=True, due_on=TODAY - DAY, died=True),))
    assert need.sentence == "Over mevrouw A staat nog een signaal open. De bezoeker is overleden."
    assert (need.urgency, need.reason) == (Urgency.WEEK, "Sluit het af als dat kan.")


def test_of_a_referral_without_an_outcome_it_asks_what_came_of_it_and_says_not_to_whom() -> None:
    need = only(referrals=(facts.ReferralFacts("intake", 3, "mevrouw A", TODAY - 4 * WEEK),))
    assert need.sentence == "U verwees mevrouw A 4 weken geleden door. Wat kwam ervan?"
    assert (need.urgency, need.route, need.pk) == (Urgency.WEEK, "intake", 3)


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


def test_a_talk_of_before_the_take_over_asks_what_came_of_it_too() -> None:
    need = only(intakes=(sign_up(state="visited", visited_on=TODAY - DAY),))
    assert (need.sentence, need.act) == ("Gisteren was er een gesprek met de heer B.", "Gesprek invullen")


def test_appointments_of_today_stand_with_their_hour_and_past_ones_ask_what_came_of_them() -> None:
    planned = {"state": "planned", "planned_time": "14.00", "confirmed": True}
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


def test_a_round_speaks_when_nobody_answers_or_more_than_there_are_places() -> None:
    one = {"pk": 1, "name": "ronde 4 van 2026", "posted_on": TODAY - 14 * DAY, "free_places": 1}
    silent = facts.RoundFacts(**one, answers=0, yeses=0, unplaced=0)
    assert only(round=silent).sentence == "Op de ronde 4 van 2026 kwam nog geen enkel antwoord."
    assert needs(round=facts.RoundFacts(**{**one, "posted_on": TODAY - 13 * DAY}, answers=0, yeses=0, unplaced=0)) == []
    assert only(round=facts.RoundFacts(**one, answers=2, yeses=2, unplaced=2)).reason == "Er is 1 plaats vrij."
    assert needs(round=facts.RoundFacts(**one, answers=2, yeses=2, unplaced=1)) == []


@pytest.mark.parametrize(
    ("urgency", "count", "shown"),
    [
        (Urgency.TODAY, 14, 14),
        (Urgency.TODAY, 15, 12),
        (Urgency.WEEK, 10, 10),
        (Urgency.WEEK, 40, 8),
        (Urgency.LATER, 5, 5),
        (Urgency.LATER, 6, 3),
    ],
)
def test_a_long_group_shows_its_first_lines_and_a_few_more_are_not_folded(
    urgency: Urgency, count: int, shown: int
) -> None:
    part = [Need(urgency, 3, str(number), "", TODAY, "", "home") for number in range(count)]
    at_once, behind = worklist.folded(urgency, part)
    assert (len(at_once), at_once + behind) == (shown, part)


def test_what_there_is_is_counted_by_what_it_is() -> None:
    waits = {"person": "mevrouw A", "since_on": TODAY - DAY}
    found = needs(
        waiting=(facts.WaitingFacts(1, **waits), facts.WaitingFacts(2, **waits)),
        trajectories=(active(visited_on=TODAY - 6 * WEEK, started_on=TODAY - 8 * WEEK),),
    )
    assert worklist.counted(found) == ["1 traject zonder nieuw verslag", "2 bezoekers die wachten"]


def test_every_rule_says_what_one_and_what_several_are() -> None:
    nouns = [noun for noun, _ in worklist.RULES]
    assert all(one and more and one != more for one, more in nouns)
    assert len(set(nouns)) == len(nouns)


@pytest.mark.parametrize(("count", "sentence"), [(1, "Een mail kon niet weg."), (3, "3 mails konden niet weg.")])
def test_a_mail_that_could_not_be_sent_stands_on_the_list(count: int, sentence: str) -> None:
    assert needs() == []
    assert (only(undelivered=count).sentence, only(undelivered=count).route) == (sentence, "mails")


def test_a_review_after_a_change_of_volunteer_says_who_visits_now() -> None:
    since = {"year_on": TODAY - 27 * WEEK, "started_on": TODAY - WEEK}
    need = only(trajectories=(active(**since),))
    assert need.sentence == "Mevrouw A krijgt al 6 maanden bezoek, nu van Mia. Bel hoe het gaat."


def test_a_silence_counts_from_the_end_of_a_pause() -> None:
    rested = {"started_on": TODAY - 20 * WEEK, "visited_on": TODAY - 9 * WEEK, "year_on": TODAY}
    assert needs(trajectories=(active(**rested, rested_on=TODAY - 5 * WEEK),)) == []
    assert only(trajectories=(active(**rested, rested_on=TODAY - 6 * WEEK),)).reason == "De pauze was toen voorbij."
