"""What somebody wishes of her volunteer, kind by kind, and whether a volunteer is so (I2)."""

from datetime import date

from matching.facts import UNSAID, VolunteerFacts, Wish

WISHED = {"sex": "sex", "loss": "loss", "age_min": "birth_year", "age_max": "birth_year"}  # what each kind looks at


def meets(wish: Wish, volunteer: VolunteerFacts, on: date) -> bool | None:
    """Whether a volunteer is as wished; None when that isn't known. Ages are by year."""
    if wish.kind == "sex":
        return volunteer.sex == wish.value if volunteer.sex else None
    if wish.kind == "loss":
        return None if volunteer.loss in UNSAID else volunteer.loss == wish.value
    if volunteer.birth_year is None:
        return None
    age = on.year - volunteer.birth_year
    return age >= int(wish.value) if wish.kind == "age_min" else age <= int(wish.value)
