"""The demo's letter round: from the shipped extract to the post, and the six answers that come back."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings

from bezoekdienst.demo import cast, shifting
from bezoekdienst.demo.stage import Stage
from bezoekdienst.lib import blocked_weeks
from letters import acquaintances, counts, last_check, letterheads, proofs, rendering, replies, rounds
from letters.deliveries import extracts, judging
from letters.models import Letter, Round
from letters.printing import boxes, making, sending
from letters.states import LetterState, ReplyKind, ReplyWay

SAMPLE = Path(__file__).parent / "arnhem.csv"
LEAD = timedelta(days=26)  # from extract to today


def post_on(anchor: date) -> date:
    """The day of posting: thirteen days ago, or the last week before it in which letters may fall on the mat (L11)."""
    day = anchor - timedelta(days=13)
    while blocked_weeks.reasons(day, []):
        day -= timedelta(weeks=1)
    return day


def run(stage: Stage) -> Round:
    """Everything up to the post; prints as it goes."""
    posted_on = post_on(stage.anchor)
    taken_on = posted_on - timedelta(days=6)
    content = shifting.shifted(SAMPLE.read_bytes(), judging.reference_on(taken_on))
    _read(stage, content, taken_on)
    opened = _freeze(stage, taken_on)
    _check(stage, opened, content, taken_on + timedelta(days=3))
    _print(stage, opened, stage.at(posted_on - timedelta(days=1)))
    done = rounds.post(opened, on=posted_on, by=stage.user("gemeente"), at=stage.at(posted_on))
    stage.telling.count("posted", counts.of(done).posted, f"letters handed to the post on {posted_on}")
    return done


def _read(stage: Stage, content: bytes, taken_on: date) -> None:
    telling, clerk = stage.telling, stage.user("gemeente")
    telling.step("extract", f"The clerk hands in the register extract ({SAMPLE.name}, dated {taken_on})")
    stage.extract = extract = extracts.take_in(
        BytesIO(content), state_on=taken_on, by=clerk, at=stage.at(taken_on), on=taken_on
    )
    telling.count("lines", extract.lines, "lines read, of which")
    for name in ("persons", "continuation_lines", "rejected_lines"):
        telling.count(name, getattr(extract, name), name.replace("_", " "))
    telling.note("and of the persons:")
    for name, words in (("due", "get a letter"), ("held", "wait for the clerk's look"), ("left_out", "get no letter")):
        telling.count(name, getattr(extract, name), words)
    for outcome in ("left_out", "held"):
        for reason, count in list(extract.reasons.get(outcome, {}).items())[:4]:
            telling.note(f"{count:>4} x {reason}")


def _freeze(stage: Stage, taken_on: date) -> Round:
    telling, clerk, at = stage.telling, stage.user("gemeente"), stage.at(taken_on, 11)
    telling.step("round", "The round is opened, frozen and looked at")
    letterheads.save(texts=cast.LETTERHEAD, profile="c5_left", by=stage.user("coordinator"), at=at)
    opened = rounds.open_quarter(on=taken_on, at=at)
    assert opened is not None and stage.extract is not None
    rounds.draft(opened, extract=stage.extract, by=clerk, at=at)
    opened = rounds.freeze(opened, by=clerk, at=at)
    telling.count("frozen", opened.letters.count(), "letters reserved in the ledger, each with its own code")
    proof = Path(settings.VAR_DIR) / "proef.pdf"
    proof.write_bytes(proofs.opened(opened, by=clerk, at=at))
    telling.note(f"proof pages: {stage.shown(proof)}")
    return rounds.proof_seen(opened, by=clerk, at=at)


def _check(stage: Stage, opened: Round, content: bytes, on: date) -> None:
    """The last check, with a fresh extract in which one person died and one moved since."""
    telling = stage.telling
    made = opened.letters.filter(state=LetterState.MADE).select_related("addressee").order_by("position")
    rows = [letter.addressee.row for letter in (made[10], made[40]) if letter.addressee]
    pulled = last_check.lay(
        opened, BytesIO(_later(content, rows, on)), state_on=on, by=stage.user("gemeente2"), at=stage.at(on), on=on
    )
    telling.count("pulled", len(pulled), "letters pulled by the last check")
    for letter in pulled:
        telling.note(letter.pulled_reason)
    rounds.release(opened, by=stage.user("gemeente2"), at=stage.at(on, 14))
    telling.note("released by a second clerk")


def _later(content: bytes, rows: list[int], on: date) -> bytes:
    lines = content.decode("utf-8-sig").splitlines()
    heading = lines[0].split(";")
    for row, changes in zip(rows, ({"06.08.10": f"{on:%Y%m%d}", "07.67.20": "O"}, {"08.09.10": "0228"}), strict=True):
        cells = lines[row].split(";")
        for name, value in changes.items():
            cells[heading.index(name)] = value
        lines[row] = ";".join(cells)
    return "\r\n".join(lines).encode()


def _print(stage: Stage, opened: Round, at: datetime) -> None:
    telling = stage.telling
    telling.step("print", f"The letters are made, one file a box of at most {rendering.BOX_SIZE}")
    while box := making.claim(at=at):
        making.make(box, at=at)
        telling.count(f"box_{box.number}", box.letters.filter(state=LetterState.MADE).count(), f"letters in {box}")
        telling.note(f"{stage.shown(boxes.path(box))}: {box.pages} pages, SHA-256 {box.digest[:16]}…")
        sending.finish(box, by=stage.user("drukkerij"), at=at)
    opened.refresh_from_db()
    rounds.printed(opened, by=stage.user("drukkerij"), at=at)


def answer(stage: Stage, posted: Round) -> None:
    """Six answers, by the code on the letter; five of them make a resident, one says never again."""
    telling = stage.telling
    telling.step("replies", "Six answers come back, by their code")
    letters = list(Letter.objects.filter(round=posted, state=LetterState.POSTED).order_by("position")[7:120:20])
    for number, (letter, said) in enumerate(zip(letters, cast.ANSWERS, strict=True)):
        on = min((posted.posted_on or stage.anchor) + timedelta(days=2 + number), stage.anchor)
        found = replies.find(letter.code, on=on)
        assert found is not None
        reply = replies.register(
            found,
            kind=ReplyKind(said.kind),
            way=ReplyWay(said.way),
            person=acquaintances.Person(phone=f"000 555 00 {number:02}", best_time="na twee uur"),
            by=None if said.way == "page" else stage.user("coordinator"),
            at=stage.at(on),
            on=on,
        )
        stage.answered.append((reply, said))
    now = counts.of(posted)
    for kind, count in now.replies.items():
        telling.count(kind, count)
    telling.count("silent", now.silent, "silent so far: nobody at the service knows their names")
    telling.count("reconciles", "yes" if now.reconciles else "NO", "every sum of the round adds up")
