"""What the service remembers of losses and objections: keyed hashes only, looked up while judging (L4, A4)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from django.conf import settings

from bezoekdienst.lib import calendar, pseudonyms, spelling
from bezoekdienst.visiting.mergers import likeness
from bezoekdienst.visiting.models import Resident
from letters import promises
from letters.models import Addressee, LedgerEntry, LedgerKey, Suppression
from letters.selection import Lookup, identity
from volunteers.models import Volunteer
from volunteers.states import HERE

Row = TypeVar("Row")


def hashed(key: identity.Key) -> str:
    """The keyed pseudonym of one key, under the key that lives outside the database."""
    return pseudonyms.keyed(*key, key=settings.PSEUDONYM_KEY.encode())


def digests(keys: identity.Keys) -> dict[str, list[str]]:
    """The pseudonyms of a loss or a person as they are kept with an addressee, the most particular first."""
    return {"strong": [hashed(key) for key in keys.strong], "weak": [hashed(key) for key in _weak(keys)]}


def finder(known: Mapping[str, Row]) -> Callable[[identity.Keys], Row | None]:
    """Who of `known` (by digest) somebody is, or None. Of all keys only those of a kind that is known are hashed."""
    kinds = {digest.partition(":")[0] for digest in known}

    def find(keys: identity.Keys) -> Row | None:
        asked = (hashed(key) for key in (*keys.strong, *_weak(keys)) if key[0] in kinds)
        return next((known[digest] for digest in asked if digest in known), None)

    return find


def _weak(keys: identity.Keys) -> tuple[identity.Key, ...]:
    return (*keys.weak, *(keys.home.keys if keys.home else ()), *keys.area)


def ledger(*, but_not_of_round: int | None = None) -> Lookup:
    """A look-up in the ledger as it stands now; for the last check (L9) without the round's own entries."""
    keys = LedgerKey.objects.exclude(entry__round_id=but_not_of_round) if but_not_of_round else LedgerKey.objects.all()
    return identity.lookup(set(keys.values_list("digest", flat=True)), hashed)


def objections() -> Lookup:
    """A look-up among those who want no letter or are known already: one answer, so that nobody learns which (L5)."""
    return identity.lookup(set(Suppression.objects.values_list("digest", flat=True)) | _known_people(), hashed)


def book(entry: LedgerEntry, keys: dict[str, list[str]]) -> None:
    """Write the keys of one loss. Raises IntegrityError when a strong one is there already: no second letter."""
    LedgerKey.objects.bulk_create(
        LedgerKey(entry=entry, digest=digest, strong=kind == "strong") for kind in keys for digest in keys[kind]
    )
    promises.write_down_on_commit()


def suppress(keys: dict[str, list[str]], *, on: date) -> None:
    """Remember an objection by all its keys but the coarse one; who says it again is remembered from that day on."""
    strong = set(keys.get("strong", ()))
    rows = {digest: Suppression(digest=digest, strong=digest in strong, made_on=on) for digest in lasting(keys)}
    Suppression.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["digest"], update_fields=["made_on"]
    )
    promises.write_down_on_commit()


def lasting(keys: dict[str, list[str]]) -> set[str]:
    """Of all her keys those by which an objection is remembered."""
    return {one for kind in keys for one in keys[kind] if not one.startswith(f"{identity.AREA_KIND}:")}


def forget(on: date) -> int:
    """Delete ledger entries older than 36 months, in the file outside the database too; gives their number."""
    old = LedgerEntry.objects.filter(made_on__lt=calendar.add_months(on, -promises.LEDGER_MONTHS))
    count = old.count()
    old.delete()
    promises.forget(on)
    return count


def person_digests(name: str, postcode: str, number: str, birth: str = "") -> dict[str, list[str]]:
    """The weak keys of somebody known by name and address only, misspelled ones included; `birth` as 19500131."""
    home = identity.home_of(spelling.surnames(name), postcode, number, birth)
    keys = (home.door, *home.keys, *home.near) if home else ()
    return {"strong": [], "weak": [hashed(key) for key in keys]}


def addressee_digests(addressee: Addressee) -> dict[str, list[str]]:
    """Everything by which an addressee may come back: her own keys, and those of what stood on her letter."""
    sheet, kept = addressee.sheet, addressee.person_keys
    written = person_digests(sheet.get("name", ""), sheet.get("postcode", ""), sheet.get("number", ""))
    return {"strong": list(kept.get("strong", [])), "weak": [*kept.get("weak", []), *written["weak"]]}


def _known_people() -> set[str]:
    """Residents by their address, volunteers by surname and area: all that is kept of where they live."""
    residents = Resident.objects.exclude(postcode="").values_list("name", "postcode", "street")
    known = [person_digests(name, postcode, likeness.house_number(street)) for name, postcode, street in residents]
    volunteers = Volunteer.objects.filter(state__in=HERE).exclude(pc4="").values_list("name", "pc4")
    around = [key for name, pc4 in volunteers for key in identity.area_keys(spelling.surnames(name), pc4)]
    return {digest for keys in known for digest in keys["weak"]} | {hashed(key) for key in around}
