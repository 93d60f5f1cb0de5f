"""Who writes and with which words: versions of the letterhead, and the stationery that rendering takes."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from letters import envelope, images, rendering, sheets
from letters.models import Letterhead, Picture
from letters.sheet import duties, fitting, wording
from letters.sheet.stationery import Stationery
from letters.sheet.wording import Wording

# What a service fills in once; the rest of Stationery belongs to a round or has a default.
FIELDS: dict[str, str] = {
    "municipality": "gemeente",
    "service_name": "naam van de dienst",
    "service_about": "wie de dienst is, in één zin",
    "coordinator": "naam van de coördinator",
    "phone": "telefoon",
    "phone_hours": "bereikbaar",
    "email": "e-mail",
    "sign_up_url": "adres van de aanmeldpagina",
    "return_line": "retourregel",
    "reply_address": "antwoordadres",
    "reply_hint": "aanwijzing bij het antwoordadres",
    "signatory": "wie ondertekent",
    "signatory_role": "functie",
    "legal_basis": "grondslag",
    "complaint": "waar men een klacht indient",
}
KEPT = ("envelope", "measures", "texts", "words", "logo", "signature", "with_kix", "large_print_from")
AGES = (50, 110)  # large type from an age between these, for nobody or for everybody
_is_address = URLValidator(schemes=["https", "http"])

_IN_BETWEEN = Reason(
    "L10", "Intussen bewaarde iemand anders een versie. Kijk die na. Bewaart u daarna, dan geldt wat u hier ziet."
)


class Changes(TypedDict, total=False):
    """What a new version may have anew; `profile` is one of envelope.PROFILES or "own", in `measures`."""

    texts: dict[str, str | list[str]]
    profile: str
    measures: dict[str, float]
    words: Wording
    logo: Picture | None
    signature: Picture | None
    with_kix: bool
    large_print_from: int | None


def current() -> Letterhead | None:
    """The newest version; None when nobody filled it in yet."""
    return Letterhead.objects.order_by("-version").first()


def texts() -> dict[str, Any]:
    """What the newest version has filled in once, by name; empty when there is none yet."""
    letterhead = current()
    return letterhead.texts if letterhead else {}


def required() -> Letterhead:
    """The newest version, or Refused when there is none: a letter without a sender can't be made."""
    letterhead = current()
    if letterhead is None:
        raise Refused(Reason("L8", "Er is nog geen briefhoofd. Vul eerst de afzender en de adressen in."))
    return letterhead


def draft(**changes: Unpack[Changes]) -> Letterhead:
    """The next version, not kept: the newest one with these changes.

    Its words are always whole, so that a version says the same for ever, whatever text comes with a later release.
    """
    newest = current()
    values: dict[str, Any] = {name: getattr(newest, name) for name in KEPT} if newest else {}
    values |= changes
    values["envelope"] = values.pop("profile", values.get("envelope", ""))
    words = values.get("words") or {}
    values["words"] = wording.stored(words if isinstance(words, Wording) else wording.of(words, version=""))
    if values["envelope"] != envelope.OWN:
        values["measures"] = {}
    return Letterhead(version=newest.version + 1 if newest else 1, **values)


def save(*, by: User | None, at: datetime, based_on: int | None = None, **changes: Unpack[Changes]) -> Letterhead:
    """A new version: what isn't given stays as it was. `based_on` is the version that was on screen meanwhile.

    Raises Refused: a field is missing, the envelope can't be used, the text lacks what it must say, the letter doesn't
    fit on its paper, or somebody else saved in between.
    """
    made = draft(**changes)
    if based_on is not None and made.version != based_on + 1:
        raise Refused(_IN_BETWEEN)
    refuse_if(reasons(made, on=timezone.localdate(at)))
    return _record("letterhead.saved", made, by=by, at=at)


def again(earlier: Letterhead, *, by: User | None, at: datetime) -> Letterhead:
    """An earlier version in use again, as the newest one. Raises Refused when it no longer meets the rules."""
    made = draft()
    for name in KEPT:
        setattr(made, name, getattr(earlier, name))
    made.words = wording.stored(words(earlier))
    refuse_if(reasons(made, on=timezone.localdate(at)))
    return _record("letterhead.restored", made, by=by, at=at, earlier=earlier.version)


def reasons(letterhead: Letterhead, *, on: date) -> list[Reason]:
    """Why no letter may be made with this version; all of them, but the paper is only tried when nothing else is."""
    found = [Reason("L10", f"Vul nog in: {label}.") for name, label in FIELDS.items() if not letterhead.texts.get(name)]
    found += _unreachable(letterhead.texts)
    found += [reason for value in letterhead.texts.values() for reason in _unfit(value)]
    if letterhead.envelope == envelope.OWN and envelope.MEASURES.keys() <= letterhead.measures.keys():
        found += envelope.reasons(profile(letterhead))
    elif letterhead.envelope not in envelope.PROFILES:
        found.append(Reason("L10", "Deze envelop kennen we niet."))
    age = letterhead.large_print_from
    if age and not AGES[0] <= age <= AGES[1]:
        found.append(Reason("L10", f"Kies voor grote letters een leeftijd van {AGES[0]} tot en met {AGES[1]} jaar."))
    found += duties.reasons(words(letterhead))
    return found or _on_paper(letterhead, on)


def words(letterhead: Letterhead) -> Wording:
    """The words of this version."""
    return wording.of(letterhead.words, version=str(letterhead.version))


def profile(letterhead: Letterhead) -> envelope.Profile:
    """The envelope of this version."""
    own = letterhead.envelope == envelope.OWN
    return envelope.own(letterhead.measures) if own else envelope.PROFILES[letterhead.envelope]


def doubts(letterhead: Letterhead, sheet: dict[str, Any], *, on: date) -> list[Reason]:
    """Why what stands on this sheet can't be printed on this letterhead, in the type that she gets (L6)."""
    large = sheets.is_large(sheet, letterhead.large_print_from, on)
    return sheets.doubts(sheet, profile(letterhead), large_print=large)


def stationery(letterhead: Letterhead, *, dated_on: date, silent_weeks: int) -> Stationery:
    """What `rendering` needs of this version. Raises Refused when the text lacks a mandatory block."""
    refuse_if(wording.reasons(words(letterhead)))
    texts = {name: letterhead.texts[name] for name in FIELDS}
    texts["reply_address"] = tuple(texts["reply_address"])
    logo, signature = letterhead.logo, letterhead.signature
    return Stationery(
        **texts,
        dated_on=dated_on,
        silent_weeks=silent_weeks,
        profile=profile(letterhead),
        words=words(letterhead),
        logo=bytes(logo.content) if logo else None,
        signature=bytes(signature.content) if signature else None,
        with_kix=letterhead.with_kix,
    )


def _unfit(value: str | list[str]) -> list[Reason]:
    """A word or character that may not or can't stand on the letter, in what was filled in."""
    found = []
    for line in [value] if isinstance(value, str) else value:
        name, text = f"“{line[:30]}”", line.replace("\n", " ")
        lacking = {one for font in fitting.FONT_FILES for one in fitting.metrics(font).lacks(fitting.plain(text))}
        found += [*duties.unkind(line), *(duties.control(text, name) or _unprinted(lacking, name))]
    return found


def _unreachable(texts: dict[str, Any]) -> list[Reason]:
    """An address on the letter that leads nowhere: nobody could answer by it, or object. A missing one is told before.

    The code on the letter follows a # of ours, where no log sees it (A1): so there may be none yet.
    """
    found = []
    if (site := texts.get("sign_up_url")) and ("#" in site or not _passes(_is_address, site)):
        text = "Het adres van de aanmeldpagina klopt niet. Het begint met https:// en er staat geen spatie of # in."
        found.append(Reason("L10", text))
    if (mail := texts.get("email")) and not _passes(validate_email, mail):
        found.append(Reason("L10", "Het e-mailadres klopt niet helemaal."))
    return found


def _passes(check: Callable[[str], None], text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return False
    return True


def _on_paper(letterhead: Letterhead, on: date) -> list[Reason]:
    """Whether the letter fits: every text and size is really laid out once, with the longest date."""
    paper = stationery(letterhead, dated_on=on, silent_weeks=8)
    found = fitting.return_line(paper) + unprintable(paper.words)
    return found or list(_laid_out(dataclasses.replace(paper, dated_on=date(2030, 9, 30))))


def unprintable(words: Wording) -> list[Reason]:
    """Characters that the letter's fonts don't have, such as a little picture."""
    lacking = fitting.metrics("serif").lacks(fitting.plain(words.subject + "".join(b.text for b in words.front)))
    lacking |= fitting.metrics("sans").lacks(fitting.plain("".join(b.heading + b.text for b in words.back)))
    return _unprinted(lacking, "de tekst")


def _unprinted(characters: set[str], where: str) -> list[Reason]:
    return [
        Reason("L10", f"In {where} staat een teken dat wij niet kunnen drukken: {one}") for one in sorted(characters)
    ]


@lru_cache(maxsize=8)  # laying out takes a second, and a form is often sent more than once
def _laid_out(paper: Stationery) -> tuple[Reason, ...]:
    made = [sheets.invented("jong"), sheets.invented("oud"), sheets.invented("jong", large_print=True)]
    with TemporaryDirectory() as folder:
        try:
            rendering.render_box(made, paper, Path(folder) / "proef.pdf")
        except Refused as refused:
            return tuple(refused.reasons)
    return ()


def _record(kind: str, made: Letterhead, *, by: User | None, at: datetime, **facts: Any) -> Letterhead:
    made.made_at, made.made_by = at, by
    try:
        with transaction.atomic():
            made.logo, made.signature = images.keep(made.logo, at=at), images.keep(made.signature, at=at)
            made.save(force_insert=True)
            events.record(kind, by=by, at=at, subject=made, version=made.version, **facts)
    except IntegrityError:  # two versions with one number: somebody else saved in this very moment
        raise Refused(
            Reason("L10", "Iemand anders bewaarde net ook een versie. Kijk die na en bewaar opnieuw.")
        ) from None
    return made
