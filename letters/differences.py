"""What changed between two versions of the letterhead, in the words of the pages on which it was changed."""

from collections.abc import Iterator

from letters import envelope, letterheads
from letters.models import Letterhead
from letters.sheet import duties
from letters.sheet.wording import Block


def between(before: Letterhead | None, after: Letterhead) -> list[str]:
    """Each thing that `after` has otherwise, such as "telefoon" or "de tekst over “Niets doen mag”"; all, when there
    was nothing before, is one: "de eerste versie"."""
    if before is None:
        return ["de eerste versie"]
    return [*_of_the_letterhead(before, after), *_of_the_text(before, after)]


def _of_the_letterhead(before: Letterhead, after: Letterhead) -> Iterator[str]:
    for name, label in letterheads.FIELDS.items():
        if before.texts.get(name) != after.texts.get(name):
            yield label
    if (before.envelope, before.measures) != (after.envelope, after.measures):
        yield f"de envelop: {named(after)}"
    for name, label in (("logo_id", "het logo"), ("signature_id", "de handtekening")):
        if getattr(before, name) != getattr(after, name):
            yield label if getattr(after, name) else f"{label} (weggehaald)"
    if before.with_kix != after.with_kix:
        yield "de streepjes voor de post " + ("staan erop" if after.with_kix else "weggelaten")
    if before.large_print_from != after.large_print_from:
        yield f"grote letters {_for_whom(after.large_print_from)}"


def _of_the_text(before: Letterhead, after: Letterhead) -> Iterator[str]:
    old, new = letterheads.words(before), letterheads.words(after)
    if old.subject != new.subject:
        yield "het onderwerp"
    was, now = _by_key(old.blocks), _by_key(new.blocks)
    for key, block in now.items():
        if key not in was:
            yield "een alinea erbij"
        elif block != was[key]:
            yield f"de tekst “{duties.title(key)}”"
    for key in was:
        if key not in now:
            yield "een alinea eraf"
    if [key for key in was if key in now] != [key for key in now if key in was]:
        yield "de volgorde van de tekst"


def named(letterhead: Letterhead) -> str:
    """The envelope as it is called on screen."""
    return letterheads.profile(letterhead).name if letterhead.envelope != envelope.OWN else "eigen maten"


def _for_whom(age: int | None) -> str:
    return "voor niemand" if age is None else f"vanaf {age} jaar" if age else "voor iedereen"


def _by_key(blocks: tuple[Block, ...]) -> dict[str, Block]:
    return {block.key: block for block in blocks}
