"""The page /stijl: the tokens, the type and every component in its states. Fictional people only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bezoekdienst.web import access
from bezoekdienst.web.views import style_examples


@access.public
def style(request: HttpRequest) -> HttpResponse:
    """Show the whole look on one page."""
    return render(request, "web/style.html", style_examples.context())
