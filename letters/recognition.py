"""Who of everybody whose name is still here objected: surely, or perhaps (A4, L6). By keyed hashes; judges nothing."""

from collections.abc import Iterator, Mapping, Sequence

from bezoekdienst.lib import pseudonyms
from letters import memory
from letters.models import Addressee

Keys = dict[str, list[str]]
Found = tuple[list[Addressee], list[Addressee]]
_DOOR = "person-g"
_SURE = frozenset({"person-a", "person-b", "person-n"})  # numbers; the whole name with the birth date
_HOME = "person-h"  # a surname at this very address: sure unless a number or a birth date says that it is another
_APART = ("person-a", "person-b", "person-d")
_NEAR = frozenset({"person-x", "person-s", "person-d"})


def among(people: Sequence[Keys]) -> list[Found]:
    """For each of `people`, by her keys: who surely is her, and who perhaps. Every addressee is in one list at most."""
    found: list[Found] = [([], []) for _ in people]
    whose = {digest: place for place, keys in enumerate(people) for digest in _all(keys)}
    doors = {digest for digest in whose if digest.startswith(f"{_DOOR}:")}
    for addressee in Addressee.objects.select_related("letter__round", "extract").iterator(chunk_size=500):
        own = _own(addressee, doors)
        hits = {_kind(digest): whose[digest] for digest in own if digest in whose}
        sure = sorted(_SURE & hits.keys())
        if not sure and _HOME in hits and not _is_another(people[hits[_HOME]], own, hits):
            sure = [_HOME]
        near = sure or sorted((_NEAR | {_HOME}) & hits.keys())
        if near:
            found[hits[near[0]]][0 if sure else 1].append(addressee)
    return found


def _own(addressee: Addressee, doors: set[str]) -> set[str]:
    """By what she is known; what stands on her letter counts only where somebody of her postcode is asked for."""
    digests = {*addressee.person_keys.get("strong", []), *addressee.person_keys.get("weak", [])}
    postcode = pseudonyms.folded(addressee.sheet.get("postcode", ""))
    if postcode and memory.hashed((_DOOR, postcode)) in doors:
        digests |= set(memory.addressee_digests(addressee)["weak"])
    return digests


def _is_another(keys: Keys, own: set[str], hits: Mapping[str, int]) -> bool:
    """Both have a number or a birth date, and it isn't the same: a mother and a daughter at one address."""
    theirs, hers = {_kind(digest) for digest in _all(keys)}, {_kind(digest) for digest in own}
    return any(kind in theirs and kind in hers and kind not in hits for kind in _APART)


def _all(keys: Keys) -> Iterator[str]:
    yield from keys["strong"]
    yield from keys["weak"]


def _kind(digest: str) -> str:
    return digest.partition(":")[0]
