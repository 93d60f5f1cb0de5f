"""Is it well? For the container's health check and whoever watches from outside; tells nothing but yes or no."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bezoekdienst.web import access


@access.public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it doesn't. No session, no template, no figures."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("nee", status=503, content_type="text/plain")
    return HttpResponse("ja", content_type="text/plain")
