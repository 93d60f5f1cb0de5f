"""What the codes in the tables mean, for columns that don't say so themselves."""

from collections.abc import Mapping
from typing import Any

from bezoekdienst.lib import wording, words
from bezoekdienst.notices import kinds
from bezoekdienst.visiting import waiting
from bezoekdienst.visiting.states import SignalKind

_WEEKDAYS = dict(
    zip("1234567", ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"), strict=True)
)
_PROOFS = {"totp": "code uit een app", "recovery_codes": "herstelcodes", "webauthn": "passkey"}
_ORIGINS = {
    "web": "op de site",
    "phone": "op de telefoon",
    "api": "vanaf de telefoon",
    "job": "vanzelf",
    "command": "op de computer",
}
_TABLES: Mapping[str, Mapping[Any, str]] = {
    "visiting.Resident.sex": words.SEXES,
    "visiting.Bereavement.kind": words.LOSS_KINDS,
    "visiting.Exclusion.why": words.EXCLUSIONS,
    "visiting.Intake.urgency": waiting.URGENCIES,
    "visiting.Signal.kind": dict(SignalKind.choices),
    "volunteers.Volunteer.sex": words.SEXES,
    "volunteers.Volunteer.languages": words.LANGUAGES,
    "volunteers.Volunteer.interests": words.INTERESTS,
    "volunteers.Volunteer.dayparts": words.DAYPARTS,
    "volunteers.Volunteer.life_view": words.LIFE_VIEWS,
    "volunteers.OwnLoss.kind": words.LOSS_KINDS,
    "mfa.Authenticator.type": _PROOFS,
    "notices.Digest.weekdays": _WEEKDAYS,
    "notices.Message.kind": kinds.KINDS,
}


def knows(column: str) -> bool:
    """Whether this column holds codes, and no words of somebody."""
    return column in _TABLES


def read(column: str, value: Any) -> str:
    """The Dutch of a code, of each code of a list or a row of them; "" for a column without."""
    if column == "audit.Event.origin":
        return _ORIGINS.get(str(value).split()[0], "")
    if column == "matching.Proposal.fit":
        return f"{value / 100:.0f} van de 100 punten"
    table = _TABLES.get(column)
    if table is None:
        return ""
    if isinstance(value, list) or column == "notices.Digest.weekdays":
        return wording.listed(str(table.get(code, code)) for code in value)
    return str(table.get(value, value))
