"""Somebody in the register with a name, and partners who died; all of them made up."""

from letters.registry.rows import NameParts, RegistryPerson, Relation

WIDOW_OF_A_BARON = Relation(name=NameParts(title="B", prefix="van", surname="Zomeren"), end="20260601", end_reason="O")
WIDOW_OF_A_BAKER = Relation(name=NameParts(prefix="de", surname="Bakker"), end="20260601", end_reason="O")


def someone(
    given: str = "", title: str = "", prefix: str = "", surname: str = "", sex: str = "V", use: str = "E",
    relations: tuple[Relation, ...] = (),
) -> RegistryPerson:  # fmt: skip
    return RegistryPerson(
        line=1, name=NameParts(given, title, prefix, surname), sex=sex, name_use=use, relations=relations
    )
