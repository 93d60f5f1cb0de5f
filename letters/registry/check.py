"""`bezoekdienst extract check FILE`: read, decide and compose a delivery as a dry run. Writes nothing, keeps nothing.

No database, no key, no ledger: only within the file itself is a loss that comes twice seen. Exit code 0 when the file
could be read, 2 when it was refused.
"""

import argparse
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bezoekdienst.lib.errors import Refused
from letters import selection
from letters.registry import composition, formats, names
from letters.registry.composition import Composition
from letters.registry.rows import RegistryPerson, Rejected
from letters.selection import identity

REJECTED = "rejected"
_LABELS = {
    selection.DUE: "brief",
    selection.HELD: "wacht op een besluit",
    selection.LEFT_OUT: "geen brief",
    REJECTED: "onleesbaar",
}
_COMPOSED = (
    *("voorletters", "volledige_naam", "aanschrijfnaam", "aanspreekvorm", "aanhef", "lopende_tekst"),
    *("adresregels", "land", "kix", "text_variant"),
)


class Judge:
    """Rows to plain objects, one by one; remembers in memory the losses that were due in this file."""

    def __init__(self, on: date, municipality: str | None, name: str) -> None:
        self._municipality, self._name = municipality, name
        self._due: set[int] = set()  # hashes alone: of 250,000 losses the numbers and names would not fit
        dealt_with = identity.lookup(self._due, hash)
        self._judge = selection.Judge(on=on, extract_on=on, municipality=municipality, ledger=dealt_with)

    def told(self, row: RegistryPerson | Rejected) -> dict[str, Any]:
        """One row with the keys of the command's `--json`."""
        if isinstance(row, Rejected):
            reasons = [{"rule": "L12", "text": row.reason}]
            return {"row": row.line, "decision": REJECTED, "reasons": reasons, **dict.fromkeys(_COMPOSED)}
        ours = self._municipality is None or row.municipality == self._municipality
        composed = composition.of(row, self._name if ours else "")
        decision = self._judge(row, composed)
        if decision.decision == selection.DUE and decision.relation:
            keys = identity.loss_keys(row, decision.relation)
            self._due.update(map(hash, keys.strong + keys.weak))
        reasons = [{"rule": reason.rule, "text": reason.text} for reason in decision.reasons]
        head = {"row": row.line, "decision": decision.decision, "reasons": reasons}
        return {**head, **_told(row, composed), "text_variant": decision.text_variant}


def _told(person: RegistryPerson, composed: Composition) -> dict[str, Any]:
    written, lines = composed
    country = lines.country and {"code": lines.country.code, "omschrijving": lines.country.name}
    return {
        "voorletters": names.initials(person.name.given_names),
        "volledige_naam": names.full_name(person.name, person.sex),
        "aanschrijfnaam": written.name,
        "aanspreekvorm": written.style,
        "aanhef": written.salutation,
        "lopende_tekst": written.running_text,
        "adresregels": list(lines.filled) or None,
        "land": country,
        "kix": lines.kix,
    }


def run(argv: list[str], today: Callable[[], date] = date.today) -> int:
    """Run the command with the arguments after `extract check`; prints, returns the exit code."""
    options = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names need it, whatever the terminal's own setting
    try:
        stream = options.file.open("rb")
    except OSError:
        sys.stderr.write(f"Het bestand {options.file.name} is niet te openen.\n")
        return 2
    code, name = options.municipality or (None, "")
    with stream:
        try:
            _tell(formats.read(stream), Judge(options.on or today(), code, name), options.json)
        except Refused as refusal:
            sys.stderr.write("".join(f"{reason.text}\n" for reason in refusal.reasons))
            return 2
    return 0


def _tell(delivery: formats.Delivery, judge: Judge, as_json: bool) -> None:
    """Print every row; the sums go below it, or beside it when the rows are for a machine."""
    counts: Counter[str] = Counter()
    for row in delivery:
        told = judge.told(row)
        counts[told["decision"]] += 1
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if as_json else _text(told))
    (sys.stderr if as_json else sys.stdout).write(_summary(delivery, counts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bezoekdienst extract check", description="Een aanlevering proef lezen. Er wordt niets bewaard."
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--on", type=_day, metavar="DATE", help="peildatum, 2027-01-31; zonder: vandaag")
    parser.add_argument("--municipality", type=_municipality, metavar="CODE:NAME", help="zoals 0202:Arnhem")
    parser.add_argument("--json", action="store_true", help="een JSON-object per persoon per regel")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("geef de datum als 2027-01-31") from None


def _municipality(text: str) -> tuple[str, str]:
    code, _, name = text.partition(":")
    if not re.fullmatch(r"[0-9]{1,4}", code):
        raise argparse.ArgumentTypeError("geef de gemeente als 0202:Arnhem")
    return code.zfill(4), name.strip()


def _text(told: dict[str, Any]) -> str:
    """A row for people: what is decided, why, and what would stand on paper."""
    paper = [told["aanspreekvorm"], told["aanschrijfnaam"], *(told["adresregels"] or ()), told["aanhef"]]
    words = " ".join(reason["text"] for reason in told["reasons"])
    variant = f" ({told['text_variant']})" if told["text_variant"] else ""
    parts = [f"regel {told['row']}: {_LABELS[told['decision']]}{variant}", " | ".join(p for p in paper if p), words]
    return "\n    ".join(part for part in parts if part) + "\n"


def _summary(delivery: formats.Delivery, counts: Counter[str]) -> str:
    def number(count: int) -> str:
        return f"{count:,}".replace(",", ".")

    heaps = ", ".join(f"{number(counts[key])} {label}" for key, label in _LABELS.items() if key != REJECTED)
    read = f"{number(delivery.lines)} regels, {number(delivery.persons)} personen, "
    rest = f"{number(delivery.continuations)} vervolgregels, {number(delivery.rejected)} onleesbare regels"
    return f"{delivery.format}: {read}{rest}; {heaps}.\n"
