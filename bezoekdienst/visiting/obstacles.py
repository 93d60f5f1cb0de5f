"""Why a trajectory can't be started, met, moved, extended, ended or reopened: reasons, never just no (T1 to T9)."""

from datetime import date

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording, words
from bezoekdienst.lib.errors import Reason
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Bereavement, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import TRAJECTORY_OPEN, WORDS, EndReason, IntakeState, TrajectoryState
from volunteers.states import State

AFTER_A_START = frozenset({EndReason.GOAL_REACHED, EndReason.PRIVATE_CONTACT})  # nothing of the kind before two yeses


def to_any(trajectory: Trajectory, on: date, *states: TrajectoryState) -> list[Reason]:
    """The wrong state, or past the hard stop: then nothing else matters (T1, T5)."""
    if trajectory.state not in states:
        wanted = " of ".join(f"“{state.label}”" for state in states)
        return [Reason("T1", f"Het traject is nu “{WORDS[trajectory.state]}”. Dit kan alleen bij {wanted}.")]
    stop_on = trajectory.hard_stop_on
    if stop_on and not limits.is_open(trajectory.ended_on, stop_on, on):
        return [Reason("T5", f"Het jaar is om. Het traject eindigde vanzelf op {wording.day(stop_on)}.")]
    return []


def to_start(resident: Resident, bereavement: Bereavement, today: date) -> list[Reason]:
    """The year used up (T2), her death (T8), another trajectory (T9)."""
    reasons = []
    stop_on = bereavement.hard_stop_on
    if stop_on and stop_on < today:
        reasons.append(Reason("T2", f"Het jaar is om. De laatste dag was {wording.day(stop_on)}."))
    if resident.died_on:
        reasons.append(Reason("T8", f"Deze bezoeker is overleden op {wording.day(resident.died_on)}."))
    if resident.trajectories.filter(state__in=TRAJECTORY_OPEN).exists():
        reasons.append(Reason("T9", "Deze bezoeker heeft al een traject. Rond dat eerst af."))
    return reasons


def to_meet(
    trajectory: Trajectory, meeting_on: date, answers: tuple[bool | None, bool | None], today: date
) -> list[Reason]:
    """A meeting before the match, an answer ahead of it, or a year that would be over (T1, T2)."""
    if reasons := to_any(trajectory, today, TrajectoryState.ACQUAINTANCE):
        return reasons
    if meeting_on < trajectory.matched_on:
        reasons.append(Reason("T1", f"De kennismaking ligt voor de koppeling op {wording.day(trajectory.matched_on)}."))
    if meeting_on > today and answers != (None, None):
        reasons.append(Reason("T1", "De kennismaking ligt in de toekomst. Vul het antwoord daarna in."))
    year_stop_on = trajectory.bereavement.hard_stop_on
    stop_on = year_stop_on or limits.year_limit(meeting_on, trajectory.policy.trajectory_months)
    if meeting_on > stop_on or today > stop_on:
        reasons.append(Reason("T2", f"Het jaar is dan om. De laatste dag is {wording.day(stop_on)}."))
    return reasons


def to_replan(trajectory: Trajectory, to_on: date, reason: str, today: date) -> list[Reason]:
    """No reason given, in the past, or past the hard stop (T3)."""
    if reasons := to_any(trajectory, today, TrajectoryState.ACTIVE):
        return reasons
    reasons = without_words("T3", reason)
    if to_on < today:
        reasons.append(Reason("T3", "Het geplande einde ligt in het verleden. Kies vandaag of later."))
    if trajectory.hard_stop_on and to_on > trajectory.hard_stop_on:
        reasons.append(Reason("T3", f"Kies uiterlijk {wording.day(trajectory.hard_stop_on)}. Dan is het jaar om."))
    return reasons


def to_extend(trajectory: Trajectory, to_on: date, reason: str, by: User, today: date) -> list[Reason]:
    """Once per bereavement, under whichever entry, by a coordinator, with a reason, and so many weeks (T4, I4)."""
    if reasons := to_any(trajectory, today, TrajectoryState.ACTIVE):
        return reasons
    bereavement = trajectory.bereavement
    assert bereavement.limit_on is not None
    reasons = to_lengthen(bereavement.limit_on, trajectory.policy.extension_weeks, to_on, reason, by)
    granted = (loss.extended_to_on for loss in (bereavement, *bereavement.doubles.all()))
    if extended_to_on := next((day for day in granted if day), None):
        reasons.append(
            Reason("T4", f"Er is al verlengd, tot en met {wording.day(extended_to_on)}. Nog een keer kan niet.")
        )
    return reasons


def to_lengthen(limit_on: date, weeks: int, to_on: date, reason: str, by: User) -> list[Reason]:
    """A year that ends on `limit_on`, up to and including `to_on`: too little, too much, by whom, or why (T4)."""
    latest_on = limits.extension_latest(limit_on, weeks)
    reasons = without_words("T4", reason)
    if not roles.may(by, roles.Ability.RESIDENTS):
        reasons.append(Reason("T4", "Alleen de coördinator kan een traject verlengen."))
    if to_on <= limit_on:
        reasons.append(Reason("T4", f"Verlengen begint pas na {wording.day(limit_on)}."))
    if to_on > latest_on:
        reasons.append(Reason("T4", f"Verlengen kan uiterlijk tot en met {wording.day(latest_on)}."))
    return reasons


def to_pause(trajectory: Trajectory, since_on: date, today: date) -> list[Reason]:
    """Paused already, or from a day outside the trajectory (T6)."""
    if reasons := to_any(trajectory, today, TrajectoryState.ACTIVE):
        return reasons
    if trajectory.paused_since_on:
        reasons.append(Reason("T6", f"Er is al pauze sinds {wording.day(trajectory.paused_since_on)}."))
    if since_on > today or (trajectory.started_on and since_on < trajectory.started_on):
        reasons.append(Reason("T6", "De pauze begint op een dag tussen het begin en vandaag."))
    return reasons


def to_close(trajectory: Trajectory, reason: EndReason, on: date, today: date) -> list[Reason]:
    """A day outside the trajectory or before its last visit, or an end reason that doesn't fit (T5, T8)."""
    if reasons := to_any(trajectory, today, TrajectoryState.ACQUAINTANCE, TrajectoryState.ACTIVE):
        return reasons
    first_on = trajectory.started_on or trajectory.matched_on
    if on > today:
        reasons.append(Reason("T5", "Het einde ligt in de toekomst. Kies vandaag of eerder."))
    if on < first_on:
        reasons.append(Reason("T5", f"Het einde ligt voor het begin op {wording.day(first_on)}."))
    later = trajectory.visits.filter(withdrawn_at=None, on__gt=on).order_by("-on").first()
    if later:
        reasons.append(Reason("T5", f"Er is nog een bezoek op {wording.day(later.on)}. Kies die dag of later."))
    return reasons + _reason_obstacles(trajectory, reason, on)


def _reason_obstacles(trajectory: Trajectory, reason: EndReason, on: date) -> list[Reason]:
    reasons = []
    meeting = trajectory.state == TrajectoryState.ACQUAINTANCE
    if meeting and reason in AFTER_A_START:
        reasons.append(Reason("T8", f"“{reason.label}” kan pas als het traject loopt."))
    if not meeting and reason == EndReason.NO_CLICK:
        reasons.append(Reason("T8", "“geen klik” hoort bij de kennismaking. Kies een andere reden."))
    if reason == EndReason.YEAR_REACHED and on != trajectory.hard_stop_on:
        reasons.append(Reason("T8", "Het jaar is nog niet om. Kies een andere reden."))
    return reasons


def to_reopen(trajectory: Trajectory, today: date, places: int) -> list[Reason]:
    """Not a mistaken close of the last 14 days inside the year, or somebody else came in between (T5, T9, V3).

    `places`: how many people the volunteer may have; her open trajectories are counted here.
    """
    if trajectory.state != TrajectoryState.ENDED or trajectory.ended_on is None:
        return [Reason("T5", "Het traject loopt nog.")]
    if trajectory.started_on is None or trajectory.hard_stop_on is None:
        return [Reason("T5", "Het traject was nog niet begonnen. Maak een nieuwe koppeling.")]
    if trajectory.bereavement.same_as_id:
        return [Reason("I4", "Dit hoort bij een aanmelding die is samengevoegd. Maak een nieuwe koppeling.")]
    reasons = []
    until_on = limits.reopen_until(trajectory.ended_on, trajectory.hard_stop_on)
    if today > until_on:
        reasons.append(Reason("T5", f"Heropenen kon tot en met {wording.day(until_on)}."))
    if trajectory.resident.died_on:
        reasons.append(Reason("T8", "Deze bezoeker is overleden."))
    if trajectory.resident.trajectories.filter(state__in=TRAJECTORY_OPEN).exists():
        reasons.append(Reason("T9", "Deze bezoeker heeft intussen een ander traject."))
    reasons += _no_longer_hers(trajectory, today, places)
    intake = Intake.objects.filter(bereavement=trajectory.bereavement_id).first()
    if intake and intake.state not in {IntakeState.MATCHED, IntakeState.SUITABLE, IntakeState.DIED}:
        reasons.append(Reason("I1", f"De aanmelding is intussen “{WORDS[intake.state]}”. Maak een nieuwe koppeling."))
    return reasons


def _no_longer_hers(trajectory: Trajectory, today: date, places: int) -> list[Reason]:
    """She stopped, or visits others meanwhile: no place left, or not the one for a heavy loss (V1, V3, V4)."""
    volunteer, reasons = trajectory.volunteer, []
    visits = list(volunteer.trajectories.open_on(today).select_related("bereavement"))
    if volunteer.state != State.ACTIVE:
        reasons.append(Reason("V1", f"{volunteer.first_name} is intussen “{State(volunteer.state).label}”."))
    if len(visits) >= places:
        reasons.append(Reason("V3", "De vrijwilliger heeft geen plaats meer."))
    kinds = [one.bereavement.kind for one in visits]
    if trajectory.bereavement.kind in words.HEAVY_LOSSES and not words.HEAVY_LOSSES.isdisjoint(kinds):
        reasons.append(Reason("V4", "De vrijwilliger bezoekt intussen iemand anders na een ongeluk of zelfdoding."))
    return reasons


def without_where(why: EndReason, note: str) -> list[Reason]:
    """Other help, but nobody wrote down which (T8)."""
    if why != EndReason.OTHER_HELP or note.strip():
        return []
    return [Reason("T8", "Schrijf erbij welke hulp het wordt, en waar.")]


def without_words(rule: str, reason: str) -> list[Reason]:
    """No reason was given where one must be."""
    return [] if reason.strip() else [Reason(rule, "Schrijf erbij waarom.")]
