"""What needs me today: each rule on its boundary days."""

from datetime import date, time

import pytest

from bezoekdienst.web.today import worklist
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency
from tests.factories import TODAY
from tests.web.today.needed import DAY, WEEK, active, needs, only


def test_nothing_going_on_needs_nobody() -> None:
    assert needs() == []
    assert worklist.groups([]) == []
    assert needs(trajectories=(active(),), volunteers=(facts.VolunteerFacts(1, "Mia", TODAY + 61 * DAY),)) == []


@pytest.mark.parametrize(("days", "listed"), [(21, False), (22, True)])
def test_an_acquaintance_is_settled_in_three_weeks(days: int, listed: bool) -> None:
    one = facts.TrajectoryFacts(7, "mevrouw A", "Mia", "acquaintance", TODAY - days * DAY)
    assert bool(needs(trajectories=(one,))) == listed


@pytest.mark.parametrize(
    ("away", "hour", "reason"),
    [
        (-1, None, "Zij zagen elkaar op 22 november. Zeggen beiden ja?"),
        (0, None, "Zij zien elkaar vandaag. Vraag daarna of beiden ja zeggen."),
        (0, time(14, 30), "Zij zien elkaar vandaag om 14.30 uur. Vraag daarna of beiden ja zeggen."),
    ],
)
def test_a_meeting_of_today_and_one_that_was_are_asked_about_in_their_own_words(away, hour, reason) -> None:
    days = {"matched_on": TODAY - 7 * DAY, "meeting_on": TODAY + away * DAY, "meeting_time": hour}
    one = facts.TrajectoryFacts(7, "mevrouw A", "Mia", "acquaintance", **days)
    assert [need.reason for need in needs(trajectories=(one,))] == [reason]


@pytest.mark.parametrize(
    ("started_on", "reviewed_on", "listed"),
    [
        (date(2026, 8, 23), None, True),
        (date(2026, 8, 24), None, False),
        (date(2026, 8, 23), date(2026, 11, 1), True),
        (date(2026, 8, 23), date(2026, 11, 2), False),
        (date(2026, 8, 23), date(2026, 11, 23), False),
    ],
)
def test_a_review_is_due_at_three_months_until_somebody_called(
    started_on: date, reviewed_on: date | None, listed: bool
) -> None:
    assert (
        bool(needs(trajectories=(active(started_on=started_on, reviewed_on=(reviewed_on,) if reviewed_on else ()),)))
        == listed
    )


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
        (7, Urgency.WEEK, "U spreekt Mia op 30 november opnieuw."),
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
