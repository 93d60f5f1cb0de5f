"""How a surname may come back: without its prefix, one half of a double name, as it is heard, one letter off. Pure.

Everything here is coarse on purpose. It is only ever asked beside a whole address or a birth date, and what it finds
is looked at by a person (L6), never decided.
"""

import re
from functools import lru_cache

from bezoekdienst.lib import pseudonyms

MOST_NAMES = 5  # of one written name; more are no surnames any more
MOST_LETTERS = 24  # of one of them: what is longer has been told apart by then
_HER, _HIM = "mevr|mevrouw|mw|mejuffrouw", "dhr|heer|mr|meneer|mijnheer"
_ADDRESSING = f"{_HER}|{_HIM}|familie|fam|weduwe|wed|erven"
_PREFIXES = (
    "van|vande|vanden|vander|vd|vdn|vdr|vh|vt|de|den|der|ter|ten|te|tot|toe|op|in|aan|bij|onder|over|uit|voor|het"
    "|von|vom|zu|zur|da|das|del|della|di|do|dos|du|des|la|le|les|los|el|al|bin|ibn|ben|abu|bou"
)
_AROUND = re.compile(f"{_ADDRESSING}|{_PREFIXES}")
_ADDRESSED = {"v": re.compile(_HER), "m": re.compile(_HIM)}
_NO_NAME = re.compile(rf".|{_ADDRESSING}|{_PREFIXES}")
_FUSED = re.compile(r"(?:van(?:der|den|de|het|t)?|v(?:der|den|d))(?=[a-z]{4})")
_HALVES = re.compile(r"[-,\u2010-\u2015/]|\be\.?\s?v\.?\s|\bgeb(?:oren)?\b\.?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_HEARD = (
    *(("sch", "s"), ("ij", "i"), ("y", "i"), ("ei", "i"), ("ie", "i"), ("au", "ou"), ("ae", "a"), ("oe", "o")),
    *(("ue", "u"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("ch", "g"), ("gh", "g"), ("x", "ks")),
)
_ALIKE = str.maketrans("cdvzq", "ktfsk")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16_384)
def surnames(written: str) -> tuple[str, ...]:
    """Every surname a written name may stand for, as heard: "Mevr. G. van Velzen-in het Veld" gives felsen and felt.

    Takes a surname as registered, or all somebody said on the phone. A half of several words counts whole and by its
    last word; a double name also as one. At most five, () for a name without letters.
    """
    halves = [words for half in _HALVES.split(written) if (words := _bare(half))]
    halves = [words for words in halves if len(words[-1]) > 1] or halves  # the "s" of 's-Gravenmade is none
    found = [sounded(words[-1]) for words in halves] + [sounded("".join(words)) for words in halves if len(words) > 1]
    if len(halves) > 1:
        found.append(sounded("".join(word for words in halves for word in words)))
    return tuple(dict.fromkeys(name[:MOST_LETTERS] for name in found if name))[:MOST_NAMES]


def words(written: str) -> list[str]:
    """The words of a name for comparing, initials too, without forms of address and prefixes.

    "Jansen, Truus" is Truus Jansen; of a name that is nothing but a prefix that prefix is left.
    """
    last, _, first = written.partition(",")
    found = [pseudonyms.folded(word) for word in _WORDS.findall(f"{first} {last}")]
    return [word for word in found if not _AROUND.fullmatch(word)] or found[-1:]


def addressed(written: str) -> str:
    """Whether the form of address says a woman ("v") or a man ("m"); "" when it says neither, or both."""
    found = [pseudonyms.folded(word) for word in _WORDS.findall(written)]
    said = [sex for sex, forms in _ADDRESSED.items() if any(forms.fullmatch(word) for word in found)]
    return said[0] if len(said) == 1 else ""


def sounded(folded: str) -> str:
    """A folded name with the usual spelling differences taken away: ij/ei/y/i, c/k, d/dt/t, v/f, z/s, doubles."""
    text = folded
    for variant, plain in _HEARD:
        text = text.replace(variant, plain)
    return _DOUBLED.sub(r"\1", text.translate(_ALIKE))


def near(name: str) -> tuple[str, ...]:
    """The name and all that is left of it without one letter.

    Two names that differ by one letter (more, less, another, two swapped) have one of these in common.
    """
    if len(name) < 3:
        return (name,)
    return tuple(dict.fromkeys((name, *(name[:place] + name[place + 1 :] for place in range(len(name))))))


def _bare(half: str) -> list[str]:
    """The words of a half without forms of address, initials and prefixes; its last word when nothing else is left."""
    words = [pseudonyms.folded(word) for word in _WORDS.findall(half)]
    said = [word for word in words if not _NO_NAME.fullmatch(word)]
    return [word[found.end() :] if (found := _FUSED.match(word)) else word for word in said] or words[-1:]
