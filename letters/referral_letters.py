"""The letter that goes with a referral: to hand over, or to send to who helps on (S3).

It tells what the consent is for and nothing else: no telephone number, address or loss that was not named in it.
"""

import textwrap
from datetime import date

from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting.models import Referral
from letters import correspondence
from letters.sheet.notes import Note
from letters.sheet.stationery import Stationery

_WIDE = 36  # characters: what a line of an address block holds at its largest size
_LONGEST = 600  # of what may be told: with more it is no letter of one page any more


def obstacles(referral: Referral) -> list[Reason]:
    """Why no letter goes with it: no consent, or not any more (S3); she died (T8)."""
    if referral.of.resident.died_on:
        return [Reason("T8", "Deze bezoeker is overleden. Er gaat geen brief meer uit.")]
    if referral.consent_on is None:
        return [Reason("S3", "Hiervoor is geen toestemming gegeven. Bel, en vertel alleen wat nodig is.")]
    if referral.withdrawn_on:
        return [Reason("S3", "De toestemming is ingetrokken. Wij geven niets meer door.")]
    return []


def letter(referral: Referral, *, on: date) -> bytes:
    """The letter as a PDF of one page. Raises Refused (`obstacles`), without a letterhead, or when it doesn't fit."""
    refuse_if(obstacles(referral))
    too_long = len(referral.shared) > _LONGEST
    refuse_if([Reason("S3", "Wat u mag doorgeven is te lang voor een brief. Vertel het zelf.")] if too_long else [])
    return correspondence.typeset(lambda paper: _note(referral, paper), on)


def _note(referral: Referral, paper: Stationery) -> Note:
    name = referral.of.resident.name
    assert referral.consent_on is not None  # an obstacle
    made_by = referral.made_by.name if referral.made_by else paper.coordinator
    return Note(
        address_lines=tuple(textwrap.wrap(f"{referral.to[:1].upper()}{referral.to[1:]}", _WIDE)),
        salutation="Geachte heer of mevrouw",
        subject=f"Doorverwijzing van {name}",
        paragraphs=(
            f"Wij verwijzen {name} naar u door. Dit mogen wij u vertellen:",
            f"{_consent(referral)} Meer vertellen wij niet. Wilt u meer weten? Vraag het dan aan {name}.",
            f"Hebt u een vraag aan ons? Bel dan {made_by}: {paper.merge_fields('oud')['telefoon']}. "
            f"U bereikt ons {paper.phone_hours}.",
        ),
        large=False,  # for who works in care, not for somebody of eighty
        marked=tuple(line.strip() for line in referral.shared.splitlines() if line.strip()),
    )


def _consent(referral: Referral) -> str:
    """Daarvoor gaf mevrouw De Boer zelf toestemming, op 3 maart 2027."""
    assert referral.consent_on is not None
    who = referral.consent_by or f"{referral.of.resident.name} zelf"
    return f"Daarvoor gaf {who} toestemming, op {wording.day(referral.consent_on)}."
