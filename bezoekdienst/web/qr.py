"""A QR code for a page; web/_qr.html draws it. The one on a letter is in letters/sheet/pictures."""

from typing import Any


def picture(content: str) -> dict[str, Any]:
    """The QR code as a drawing: the side in modules, quiet zone included, and one path of its dark modules."""
    import segno

    rows = list(segno.make_qr(content, error="m").matrix_iter(border=4))
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return {"side": len(rows), "path": "".join(dark)}
