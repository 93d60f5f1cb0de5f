"""The site map."""

from inspect import unwrap

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults

from bezoekdienst.api import errors
from bezoekdienst.web.views import health

urlpatterns = [
    path("gezond", health.health, name="health"),
    path("account/", include("bezoekdienst.accounts.urls")),
    path("m/", include("bezoekdienst.mobile.urls")),
    path("api/v1/", include("bezoekdienst.api.urls")),
    path("beheer/", admin.site.urls),
    path("", include("bezoekdienst.web.urls")),
]

# As Django has them, but without its guard around them, which reads what was sent once more: where that is what can't
# be read, the answer would break in the same way, at every middleware again.
handler400, handler403, handler404, page_of_500 = (
    unwrap(view)
    for view in (defaults.bad_request, defaults.permission_denied, defaults.page_not_found, defaults.server_error)
)


def handler500(request: HttpRequest) -> HttpResponse:
    """As a page; a program that asked for JSON is told in JSON."""
    return errors.broken(request) if request.path.startswith("/api/") else page_of_500(request)
