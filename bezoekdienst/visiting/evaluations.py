"""The verbs of an evaluation (E1): on paper or by link, never through the volunteer or after a death."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.company import QUESTIONS, SCALE
from bezoekdienst.visiting.models import Evaluation, Resident, Trajectory
from bezoekdienst.visiting.states import NO_SURVEY, TrajectoryState

STATEMENTS = (
    "De bezoeken deden mij goed.",
    "Er werd goed naar mij geluisterd.",
    "De vrijwilliger paste bij mij.",
    "Ik kwam weer meer onder de mensen.",
    "Het was duidelijk wanneer de bezoeken zouden stoppen.",
)


OPEN_WEEKS = 8  # so long a link takes an answer; on paper it may come later
LONGEST = 2000
TYPED_OVER = timedelta(days=14)  # so long a slip of the hand is put right


def awaited(on: date) -> QuerySet[Evaluation]:
    """Forms that went out at most so many weeks ago and take an answer by link on `on`; never of somebody who died."""
    since_on = on - timedelta(weeks=OPEN_WEEKS)
    waiting = Evaluation.objects.filter(sent_on__gte=since_on, sent_on__lte=on, received_on=None)
    return waiting.filter(trajectory__resident__died_on=None).order_by("pk")


def send(trajectory: Trajectory, *, by: User | None, at: datetime) -> Evaluation:
    """Note that the form goes out, today. Raises Refused before the end, after a death, or when it went out already."""
    with transaction.atomic():
        resident = Resident.objects.select_for_update().get(pk=trajectory.resident_id)
        trajectory.refresh_from_db()
        refuse_if(_sending_obstacles(trajectory, resident))
        evaluation = Evaluation.objects.create(trajectory=trajectory, sent_on=timezone.localdate(at))
        events.record("evaluation.sent", by=by, at=at, subject=evaluation, about=resident.pseudonym)
    return evaluation


def _sending_obstacles(trajectory: Trajectory, resident: Resident) -> list[Reason]:
    reasons = []
    if trajectory.state != TrajectoryState.ENDED:
        reasons.append(Reason("E1", "Het traject loopt nog."))
    if trajectory.end_reason in NO_SURVEY or resident.died_on:
        reasons.append(Reason("E1", "Na een overlijden sturen wij geen evaluatie."))
    if trajectory.started_on is None and trajectory.state == TrajectoryState.ENDED:
        reasons.append(Reason("E1", "Er is niet bezocht, dus er is niets te evalueren."))
    if Evaluation.objects.filter(trajectory=trajectory).exists():
        reasons.append(Reason("E1", "De evaluatie is al verstuurd."))
    return reasons


def receive(
    evaluation: Evaluation,
    *,
    statements: Sequence[int],
    mark: int | None,
    text: str = "",
    company: Sequence[str] = (),
    received_on: date,
    by: User | None,
    at: datetime,
) -> None:
    """What came back: `statements` five numbers 1 to 5 (0 for no answer), `mark` 1 to 10 or None, free text (E1).

    `company`: the three questions of the kitchen table once more, codes of `company.SCALE` or "" (I2).
    Typed from paper by a coordinator, or by the link (`by=None`). Raises Refused; also for a second answer.
    """
    with transaction.atomic():
        evaluation.refresh_from_db(from_queryset=Evaluation.objects.select_for_update())
        reasons = _receiving_obstacles(evaluation, received_on, timezone.localdate(at))
        refuse_if(reasons + _content_reasons(statements, mark, text, company))
        evaluation.received_on = received_on
        said: dict[str, object] = {"statements": list(statements), "mark": mark, "text": text.strip()}
        evaluation.answers = {**said, "company": list(company)} if any(company) else said
        evaluation.save(update_fields=["received_on", "answers"])
        about = evaluation.trajectory.resident.pseudonym
        events.record("evaluation.received", by=by, at=at, subject=evaluation, about=about)


def take_back(evaluation: Evaluation, *, by: User, at: datetime) -> None:
    """What the office typed over from paper was wrong, or somebody else's: the form waits for its answer again.

    Raises Refused for what she sent in herself, and after two weeks (`keeps`).
    """
    with transaction.atomic():
        evaluation.refresh_from_db(from_queryset=Evaluation.objects.select_for_update())
        refuse_if(keeps(evaluation, timezone.localdate(at)))
        evaluation.received_on, evaluation.answers = None, {}
        evaluation.save(update_fields=["received_on", "answers"])
        about = evaluation.trajectory.resident.pseudonym
        events.record("evaluation.taken_back", by=by, at=at, subject=evaluation, about=about)


def keeps(evaluation: Evaluation, today: date) -> list[Reason]:
    """Why an answer stays as it is."""
    if evaluation.received_on is None:
        return [Reason("E1", "Er is nog geen antwoord.")]
    typed = events.history(evaluation).filter(kind="evaluation.received").first()
    if typed is None or typed.actor_id is None:
        return [Reason("E1", "Dit antwoord kwam van de bezoeker zelf, en blijft staan.")]
    is_late = timezone.localdate(typed.at) + TYPED_OVER < today
    return [Reason("E1", "Verbeteren kan tot twee weken na het overtypen.")] if is_late else []


def _receiving_obstacles(evaluation: Evaluation, received_on: date, today: date) -> list[Reason]:
    reasons = []
    if evaluation.received_on:
        reasons.append(Reason("E1", f"Het antwoord is er al, van {wording.day(evaluation.received_on)}."))
    if received_on > today or (evaluation.sent_on and received_on < evaluation.sent_on):
        reasons.append(Reason("E1", "De datum ligt tussen het versturen en vandaag."))
    return reasons


def _content_reasons(statements: Sequence[int], mark: int | None, text: str, company: Sequence[str]) -> list[Reason]:
    reasons = []
    if len(statements) != len(STATEMENTS) or any(answer not in range(6) for answer in statements):
        reasons.append(Reason("E1", "Geef bij elke uitspraak 1 tot 5, of 0 als die open bleef."))
    if mark is not None and mark not in range(1, 11):
        reasons.append(Reason("E1", "Een cijfer is 1 tot en met 10."))
    if len(text.strip()) > LONGEST:
        reasons.append(Reason("E1", f"De tekst is te lang: hoogstens {LONGEST} tekens."))
    if company and (len(company) != len(QUESTIONS) or any(answer not in {"", *SCALE} for answer in company)):
        reasons.append(Reason("I2", "Kies bij elke vraag over gezelschap een antwoord, of laat die open."))
    if not (any(statements) or mark or text.strip() or any(company)):
        reasons.append(Reason("E1", "Er is nog niets ingevuld. Vul ten minste één ding in."))
    return reasons
