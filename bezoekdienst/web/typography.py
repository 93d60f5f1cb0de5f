"""How a page is set: a date is never cut off from its month at the end of a line."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bezoekdienst.lib import wording

SHORT = ("jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DATE = re.compile(rf"(?<=\d) (?=(?:{'|'.join((*wording.MONTHS, *SHORT))})\b)")
# What nobody reads as text: tags with what stands in them, and what somebody typed. A bare "<" stands in none of it and
# ends the search: a page full of them takes no longer than another one.
UNTOUCHED = re.compile(r"(<textarea[^<>]*>[^<]*</textarea>|<script[^<>]*>[^<]*</script>|<[^<>]*>)")
Answer = Callable[[HttpRequest], HttpResponse]


def whole_dates(html: str) -> str:
    """The same page, in which no line ends between a day and its month."""
    parts = UNTOUCHED.split(html)
    parts[::2] = (DATE.sub("\N{NO-BREAK SPACE}", text) for text in parts[::2])
    return "".join(parts)


def whole(get_response: Answer) -> Answer:
    """Every page leaves the house with whole dates, wherever their words were made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.content = whole_dates(answer.content.decode(answer.charset))
        return answer

    return middleware
