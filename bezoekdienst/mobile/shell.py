"""The shell of the phone page: the files that it is made of, and one name for exactly these. Nobody's data is in it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from bezoekdienst.lib import danger
from bezoekdienst.visiting.states import URGENT_SIGNALS, Mood, SignalKind, VisitKind
from letters import letterheads

# Half quarters make no difference to anybody, and few visits last longer (B1: rounded to 15).
LENGTHS = tuple(range(15, 241, 15))
SPOKEN = {15: "een kwartier", 30: "een half uur", 45: "drie kwartier", 60: "een uur", 90: "anderhalf uur"}
START = "mobile/phone.js"
STYLES = ("web/tokens.css", "web/base.css", "mobile/phone.css", "mobile/screens.css")
FACES = ("serif", "serif-names", "sans", "sans-names", "sans-semibold", "sans-semibold-names")
PICTURES = ("web/favicon.svg",)


def context() -> dict[str, Any]:
    """What the template of the page asks for: the same for everybody."""
    return {
        "visit_kinds": VisitKind.choices,
        "moods": Mood.choices,
        "lengths": [(minutes, length_words(minutes)) for minutes in LENGTHS],
        "signal_kinds": [(kind.value, kind.label, kind in URGENT_SIGNALS) for kind in SignalKind],
        "closed": danger.CLOSED,
        "desk": letterheads.texts(),
        "modules": _addresses_of_modules(),
    }


def files() -> list[str]:
    """The addresses of everything the page loads, the page itself not counted.

    The modules name each other without a version in the name; only the first one is asked for with it.
    """
    named = [*STYLES, START, *(f"web/fonts/{face}.woff2" for face in FACES), *PICTURES]
    return [*(static(path) for path in named), *_addresses_of_modules()]


def version() -> str:
    """Sixteen hexadecimal digits that change with any byte of the shell, and with nothing else."""
    page = render_to_string("mobile/phone.html", context())
    named = (*STYLES, START, *(f"web/fonts/{face}.woff2" for face in FACES), *PICTURES, *_modules(), "mobile/worker.js")
    parts = [page, *files(), *(_digest(path) for path in named)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def length_words(minutes: int) -> str:
    """How long, as one says it: 45 -> "drie kwartier", 60 -> "een uur", 105 -> "1 uur en 45 minuten"."""
    if minutes in SPOKEN:
        return SPOKEN[minutes]
    hours, rest = divmod(minutes, 60)
    return f"{hours} uur en {rest} minuten" if rest else f"{hours} uur"


def _modules() -> list[str]:
    folder = Path(__file__).parent / "static" / "mobile"
    others = {"worker.js", "enrol.js", Path(START).name}  # the worker's own, another page's, and the one named above
    return sorted(f"mobile/{path.name}" for path in folder.glob("*.js") if path.name not in others)


def _addresses_of_modules() -> list[str]:
    return [f"{settings.STATIC_URL}{path}" for path in _modules()]


def _digest(path: str) -> str:
    found = Path(str(finders.find(path)))
    return _digest_of(found, found.stat().st_mtime_ns)


@cache
def _digest_of(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
