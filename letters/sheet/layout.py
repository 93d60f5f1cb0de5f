"""Where the parts of the front stand, as a stylesheet: they follow the envelope's window."""

from letters import envelope

PAGE_TOP = 15.0  # the page margin, from which the stylesheet counts
LEFT = 35.0
SIDE_GAP = 8.0
BODY_GAP = 3.0
BODY_TOP = 105.0  # at least: the column beside the window ends above it
RETURN_RISE = 2.9  # how far the return line stands above the address


def css(profile: envelope.Profile, return_size: float) -> str:
    """The rules for one envelope profile, in millimetres; `return_size` in points. Only numbers go in."""
    room, seen = envelope.block(profile), envelope.union(profile)
    side_left = max(seen.right + SIDE_GAP, 131.0) if profile.on_left else LEFT
    side_top = 32.0
    rules = (
        f".return {{ left: {room.left:.2f}mm; top: {room.top - RETURN_RISE - PAGE_TOP:.2f}mm;"
        f" font-size: {return_size}pt; }}",
        f".block {{ left: {room.left:.2f}mm; top: {room.top - PAGE_TOP:.2f}mm; width: {room.width:.2f}mm; }}",
        f".side {{ left: {side_left:.2f}mm; top: {side_top - PAGE_TOP:.2f}mm; }}",
        f".body {{ padding-top: {max(seen.bottom + BODY_GAP, BODY_TOP) - PAGE_TOP:.2f}mm; }}",
        f".fold {{ top: {profile.fold_height - PAGE_TOP:.2f}mm; }}",
    )
    return "\n".join(rules)
