"""Template tags of a proposal: candidates side by side, and points that are seen to add up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from bezoekdienst.web.templatetags.look import TENTH

register = template.Library()


@register.filter
def exact(points: Decimal | float) -> str:
    """Points that must be seen to add up: one decimal, and the second only where there is one (25,0; 11,25)."""
    two = Decimal(str(points)).quantize(Decimal("0.01"))
    return str(two if two % TENTH else two.quantize(TENTH)).replace(".", ",")


@register.inclusion_tag("components/bar.html")
def stack(factors: Sequence[Any], number: int) -> dict[str, Any]:
    """The points of candidate `number` laid end to end, a block a factor: they add up to the total, of 100."""
    blocks, x = [], Decimal(0)
    for factor in factors:
        points = Decimal(str(factor["cells"][number]["points"]))
        if points > 0:
            blocks.append({"x": f"{x:.2f}", "width": f"{max(points - 1, Decimal(0)):.2f}"})
            x += points
    return {"blocks": blocks, "kind": "", "width": 0}


@register.inclusion_tag("components/proposal.html")
def proposal(
    candidates: Sequence[Any], factors: Sequence[Any], blocked: Sequence[Any] = (), title: str = ""
) -> dict[str, Any]:
    """Up to three candidates side by side.

    `candidates`: name, url, total (points), word ("sterk"), best (bool), deduction (points, 0), act_url, act.
    `factors`: label, weight (points), cells = one per candidate with points, note ("dezelfde soort verlies").
    `blocked`: name, reasons (list of Reason or text).
    """
    return {"candidates": candidates, "factors": factors, "blocked": blocked, "title": title}
