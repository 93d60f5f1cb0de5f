"""What the service writes to somebody who signed up: a letter on its letterhead, and the mail about her appointment.

Neither says a word about the loss: not in the subject, not in what others at the table may read. The words of a mail
are looked up when it is sent, and kept nowhere.
"""

from collections.abc import Callable
from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from bezoekdienst.lib import ical
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import home_visits
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import IntakeState
from letters import letterheads, rendering
from letters.sheet.notes import Note
from letters.sheet.stationery import Stationery
from volunteers.gathering_mail import uid

MINUTES = 90  # how long one takes nobody wrote down: an hour to an hour and a half is usual
FILE = "afspraak.ics"


def appointment(intake: Intake, *, on: date) -> bytes:
    """The letter that confirms the appointment, as a PDF. Raises Refused without appointment, address or letterhead."""
    if intake.state != IntakeState.PLANNED or intake.planned_for_at is None:
        raise Refused(Reason("I1", "Er is geen afspraak om te bevestigen. Maak eerst een afspraak."))
    return _pdf(intake.resident, lambda paper: _appointment(intake, paper), on)


def last_word(intake: Intake, *, on: date) -> bytes:
    """The letter to somebody who can't be reached, as a PDF. Raises Refused without an address or a letterhead."""
    if intake.state not in (IntakeState.SIGNED_UP, IntakeState.PLANNED, IntakeState.UNREACHABLE):
        raise Refused(Reason("I1", "Deze brief is voor wie u niet kunt bereiken."))
    return _pdf(intake.resident, lambda paper: _last_word(intake.resident, paper), on)


def entry(intake: Intake, *, url: str = "", notes: str = "", changes: int = 0, cancelled: bool = False) -> ical.Entry:
    """The home visit as it stands in a calendar: what and when, never who."""
    assert intake.planned_for_at is not None
    name, starts = uid("intake", intake.pk), intake.planned_for_at
    return ical.Entry(
        name, "Intakegesprek", starts, MINUTES, url=url, notes=notes, changes=changes, cancelled=cancelled, private=True
    )


@post.reaches
def reach() -> dict[str, str]:
    """Where one calls the service and when, for the end of its mails; nothing when nobody filled it in."""
    texts = letterheads.texts()
    return {"phone": str(texts.get("phone", "")), "hours": str(texts.get("phone_hours", ""))}


@post.fills(home_visits.CONFIRMED)
def confirmation(message: Message, at: datetime) -> post.Contents | None:
    """Day, hour, who comes, whom to call, and which day it is no longer.

    None when it moved since, doesn't go on, was, or she died.
    """
    intake = _intake(message)
    moment = datetime.fromisoformat(message.facts["moment"])
    if intake is None or intake.state != IntakeState.PLANNED or intake.planned_for_at != moment or moment <= at:
        return None
    replaced = home_visits.replaced(message)
    before = _said(replaced).lower() if replaced else ""
    return _contents(intake, moment, at, message.facts["changes"], goes=_goes(intake), before=before)


@post.fills(home_visits.OFF)
def cancellation(message: Message, at: datetime) -> post.Contents | None:
    """It doesn't go on; None when she died, or when it was made again for the same moment."""
    intake = _intake(message)
    moment = datetime.fromisoformat(message.facts["moment"])
    if intake is None or intake.state == IntakeState.DIED:
        return None
    if intake.state == IntakeState.PLANNED and intake.planned_for_at == moment:
        return None
    return _contents(intake, moment, at, message.facts["changes"], off=True)


def _intake(message: Message) -> Intake | None:
    """The living, with an address to write to."""
    rows = Intake.objects.select_related("resident", "planned_with").filter(resident__died_on=None)
    return rows.filter(pk=message.facts["intake"]).exclude(resident__email="").first()


def _contents(
    intake: Intake, moment: datetime, at: datetime, changes: int, *, goes: str = "", before: str = "", off: bool = False
) -> post.Contents:
    texts = letterheads.texts()
    method = ical.CANCEL if off else ical.PUBLISH
    name, summary = uid("intake", intake.pk), "Afspraak met de bezoekdienst"
    starts = ical.Entry(name, summary, moment, MINUTES, changes=changes, cancelled=off, private=True)
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return post.Contents(
        words={
            "lines": [f"{_said(moment)}{f', met {goes}' if goes else ''}."],
            "before": before,
            "phone": texts.get("phone", ""),
            "hours": texts.get("phone_hours", ""),
            "sender": texts.get("service_name", "de bezoekdienst"),
        },
        enclosed=[
            (
                FILE,
                ical.calendar([starts], at=at, method=method, organiser=organiser),
                f"text/calendar; method={method}",
            )
        ],
        to=intake.resident.email,
    )


def _said(moment: datetime) -> str:
    """Woensdag 3 maart 2027 om 14.30 uur."""
    return date_format(timezone.localtime(moment), r"l j F Y \o\m H.i \u\u\r").capitalize()


def _goes(intake: Intake) -> str:
    return intake.planned_with.name if intake.planned_with else ""


def _pdf(resident: Resident, write: Callable[[Stationery], Note], on: date) -> bytes:
    _lives(resident)
    if not resident.can_be_written_to:
        raise Refused(Reason("I1", "Het adres is nog niet volledig. Vul straat, postcode en plaats in."))
    return typeset(write, on)


def typeset(write: Callable[[Stationery], Note], on: date) -> bytes:
    """A letter on the letterhead of now, as a PDF. Raises Refused without one, or when the letter doesn't fit."""
    paper = letterheads.stationery(letterheads.required(), dated_on=on, silent_weeks=0)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "brief.pdf"
        rendering.note(write(paper), paper, target)
        return target.read_bytes()


def _lives(resident: Resident) -> None:
    if resident.died_on:
        raise Refused(Reason("T8", "Deze bezoeker is overleden. Er gaat geen brief meer uit."))


def _appointment(intake: Intake, paper: Stationery) -> Note:
    assert intake.planned_for_at is not None
    who = f"{_goes(intake)} komt dan bij u thuis." if intake.planned_with else "Wij komen dan bij u thuis."
    return Note(
        address_lines=_address(intake.resident),
        salutation=_salutation(intake.resident),
        subject="Onze afspraak",
        paragraphs=(
            "U hebt een afspraak met ons.",
            f"{who} Het gesprek duurt ongeveer een uur. U hoeft niets voor te bereiden. U mag er iemand bij vragen.",
            f"Komt het toch niet uit? Bel dan {_number(paper)}. U bereikt ons {paper.phone_hours}.",
        ),
        marked=(_said(intake.planned_for_at),),
    )


def _last_word(resident: Resident, paper: Stationery) -> Note:
    return Note(
        address_lines=_address(resident),
        salutation=_salutation(resident),
        subject="Wij konden u niet bereiken",
        paragraphs=(
            "U vroeg ons om contact met u op te nemen. Wij belden u een paar keer, maar wij kregen u niet te pakken.",
            f"Wilt u nog een gesprek? Bel dan {_number(paper)}. U bereikt ons {paper.phone_hours}. "
            f"U mag ook mailen: {paper.email}.",
            "Hoeft het niet meer? Dan hoeft u niets te doen. Wij bellen u niet opnieuw. "
            "Bedenkt u zich later? Ook dan bent u welkom.",
        ),
    )


def _number(paper: Stationery) -> str:
    return paper.merge_fields("oud")["telefoon"]


def _address(resident: Resident) -> tuple[str, ...]:
    name = f"{resident.name[:1].upper()}{resident.name[1:]}"
    digits, letters = resident.postcode[:4], resident.postcode[4:].strip().upper()
    return name, resident.street, f"{digits} {letters}  {resident.town.upper()}"


def _salutation(resident: Resident) -> str:
    """Geachte mevrouw De Boer, geachte heer De Boer; a name without a form of address as it stands."""
    name = resident.name.strip()
    for said, written in (("de heer ", "heer "), ("dhr. ", "heer "), ("mevr. ", "mevrouw "), ("mw. ", "mevrouw ")):
        if name.casefold().startswith(said):
            return f"Geachte {written}{name[len(said) :]}"
    known = name.casefold().startswith(("mevrouw ", "meneer "))
    return f"Geachte {name[:1].lower() if known else name[:1]}{name[1:]}"
