"""The main job on real input, told from beginning to end by calling the same verbs as site, phone and jobs."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.demo import cast, desk, history, mailing, meetings, pairing, people, phone
from bezoekdienst.demo.stage import Stage
from bezoekdienst.demo.telling import Telling
from letters.models import Round
from letters.printing import boxes
from letters.states import LetterState

PAGES_PER_LETTER = 2  # one sheet, two sides


def tell(anchor: date) -> dict[str, Any]:
    """Play the whole chain on `anchor` as today, in an empty database; returns the summary that is also written."""
    stage = Stage(anchor, Telling())
    people.run(stage)
    meetings.run(stage)
    history.run(stage)
    desk.run(stage)
    posted = mailing.run(stage)
    mailing.answer(stage, posted)
    pairing.hold_intakes(stage)
    pairing.propose(stage)
    phone.run(stage)
    history.end_the_year(stage)
    desk.look_back(stage)
    _check_log(stage)
    return _summary(stage, posted)


def _check_log(stage: Stage) -> None:
    stage.telling.step("log", "Every act is in the log, and its chain is whole")
    broken = events.broken_at()
    stage.telling.count("events", Event.objects.count(), "events, each linked to the one before")
    stage.telling.count("chain", "whole" if broken is None else f"broken at {broken}", "chain")


def _summary(stage: Stage, posted: Round) -> dict[str, Any]:
    printed = posted.letters.exclude(box=None).filter(state=LetterState.POSTED).count()
    summary = {
        "anchor": stage.anchor.isoformat(),
        "letters": printed,
        "pages_per_letter": PAGES_PER_LETTER,
        "letters_pdfs": [stage.shown(boxes.path(box)) for box in posted.boxes.order_by("number")],
        "steps": stage.telling.counts,
    }
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return summary


def path() -> Path:
    """Where the summary lies; as long as it does, the demo was played to its end."""
    return Path(settings.VAR_DIR) / "summary.json"


def who_can_log_in() -> list[tuple[str, str]]:
    """Address and role of everybody in the demo, for a newcomer to choose from."""
    colleagues = [(one.email, ", ".join(str(role.label) for role in one.roles)) for one in cast.COLLEAGUES]
    return [*colleagues, *((f"{peer.login}@{cast.DOMAIN}", "vrijwilliger") for peer in cast.PEERS[:3])]
