"""How matching says things on screen: distances, points, wishes. Dutch, B1."""

from bezoekdienst.lib import words
from matching.facts import Wish

SEXES = {"V": "een vrouw", "M": "een man", "O": "iemand met een andere aanduiding dan man of vrouw"}
EXCLUDED = {
    "family": "is familie",
    "friend": "is een vriend of vriendin",
    "neighbour": "is een buur",
    "colleague": "is een collega",
    "no_click": "had eerder geen klik met deze bezoeker",
    "broken_off": "bezocht deze bezoeker eerder, en dat stopte vroegtijdig",
    "she_declined": "is door de bezoeker afgewezen",
    "volunteer_declined": "heeft eerder nee gezegd tegen deze bezoeker",
}
HOME = {"pets": "huisdieren", "smoking": "roken", "stairs": "trappen"}


def kilometres(metres: int) -> str:
    """A distance: ongeveer 6 km; minder dan 1 km."""
    return "minder dan 1 km" if metres < 1000 else f"ongeveer {(metres + 500) // 1000} km"


def decimal(points: int) -> str:
    """Hundredths of a point with one decimal, halves away from zero: 9170 -> "91,7"."""
    tenths = (abs(points) + 5) // 10
    return f"{'-' if points < 0 and tenths else ''}{tenths // 10},{tenths % 10}"


def wish(about: Wish) -> str:
    """A wish as the end of a sentence: een vrouw; iemand van 60 jaar of ouder."""
    if about.kind == "sex":
        return SEXES[str(about.value)]
    if about.kind == "loss":
        return f"iemand met dit verlies: {words.LOSS_KINDS[str(about.value)]}"
    return f"iemand van {about.value} jaar of {'ouder' if about.kind == 'age_min' else 'jonger'}"


def count(number: int, one: str, more: str) -> str:
    """A number with its noun: 1 plaats; 2 plaatsen."""
    return f"{number} {one if number == 1 else more}"
