"""A made-up town of any size for the registry bench: nobody in it exists, and most of them are somebody else.

Names are put together from syllables: some tens of thousands of surnames, thousands of streets, as in a real town, so
that remembering what was seen before helps no more than it would there.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from letters.registry.formats import elements

HEADING = tuple(element for element in elements.USED if element != elements.NEXT_RELATION)
_SYLLABLES = (
    *("ba", "ke", "lo", "mi", "ru", "ta", "vo", "ze", "pi", "du"),
    *("ha", "ne", "so", "wi", "ge", "fra", "sto", "kli", "bra", "ver"),
)
_PREFIXES = ("", "", "", "", "van", "de", "van der", "van den", "ter")
_BORN = (date(1930, 1, 1), date(1975, 1, 1))
_MARRIED = (date(1955, 1, 1), date(2015, 1, 1))
_DIED = (date(2024, 6, 1), date(2026, 10, 1))


def people(count: int) -> Iterator[dict[str, str]]:
    """`count` widowed people, element -> value: nine in ten as usual, the others each with something of their own."""
    rng = random.Random(count)  # noqa: S311 (made-up people, the same ones every time)
    surnames = [f"{_word(rng, 3)}{rng.choice(('', 'ma', 'stra', 's'))}" for _ in range(40_000)]
    firsts = [_word(rng, 2) for _ in range(900)]
    streets = [_word(rng, 3) + rng.choice(("straat", "laan", "weg", "hof")) for _ in range(2_500)]
    for number in range(count):
        yield _person(rng, number, surnames, firsts, streets)


def _person(
    rng: random.Random, number: int, surnames: list[str], firsts: list[str], streets: list[str]
) -> dict[str, str]:
    woman = rng.random() < 0.65
    died, street = _day(rng, *_DIED), rng.choice(streets)
    told = {
        "01.01.10": str(1_000_000_000 + number), "01.01.20": _bsn(number), "05.01.10": str(3_000_000_000 + number),
        "01.02.10": " ".join(rng.sample(firsts, rng.choice((1, 2, 2, 3)))), "01.02.30": rng.choice(_PREFIXES),
        "01.02.40": rng.choice(surnames), "01.03.10": _day(rng, *_BORN), "01.04.10": "V" if woman else "M",
        "01.61.10": rng.choice("EEVVVPN") if woman else "E", "05.01.20": _bsn(number + 5_000_000),
        "05.02.10": rng.choice(firsts),
        "05.02.30": rng.choice(_PREFIXES), "05.02.40": rng.choice(surnames), "05.03.10": _day(rng, *_BORN),
        "05.04.10": "M" if woman else "V", "05.06.10": _day(rng, *_MARRIED), "05.07.10": died, "05.07.40": "O",
        "05.15.10": "H", "05.85.10": died, "05.86.10": died, "07.70.10": "0", "08.09.10": "0202", "08.10.10": "W",
        "08.11.10": street, "08.11.20": str(rng.randrange(1, 300)), "08.11.30": rng.choice("   A").strip(),
        "08.11.40": rng.choice(("", "", "", "", "2", "hs")), "08.11.60": _postcode(rng), "08.11.70": "Arnhem",
    }  # fmt: skip
    return told | rng.choice(_PARTICULAR) if rng.random() < 0.1 else told


_PARTICULAR: tuple[dict[str, str], ...] = (
    {"06.08.10": "20260901", "07.67.10": "20260901", "07.67.20": "O"},
    {"07.70.10": "7"},
    {"05.07.10": "", "05.07.40": ""},
    {"05.07.40": "S"},
    {"05.07.10": "20260500"},
    {"08.09.10": "0299"},
    {"08.83.10": "080000"},
    {"08.10.10": "B"},
    {"01.02.40": "Bén\u00e9do\u00ebl"},
    {"01.02.20": "JH"},
    {"08.11.60": ""},
)


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def _day(rng: random.Random, first: date, last: date) -> str:
    return (first + timedelta(days=rng.randrange((last - first).days))).strftime("%Y%m%d")


def _postcode(rng: random.Random) -> str:
    return f"{rng.randrange(6811, 6846)}{rng.choice('ABCDEFGH')}{rng.choice('ABCDEFGHJKLMNPRSTUVWXZ')}"


def _bsn(number: int) -> str:
    """The `number`-th number of nine digits that passes the eleven test, of every eleven the first that can."""
    for head in range(10_000_000 + 11 * number, 10_000_011 + 11 * number):
        last = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), str(head), strict=True)) % 11
        if last < 10:
            return f"{head}{last}"
    raise AssertionError(number)
