"""What every page knows: the navigation of this user, and whether this is the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `nav` as (label, url, current) and `demo`."""
    return {"demo": settings.DEMO, "nav": []}
