"""The site map."""

from django.contrib import admin
from django.urls import include, path

from bezoekdienst.web.views import health

urlpatterns = [
    path("gezond", health.health, name="health"),
    path("account/", include("bezoekdienst.accounts.urls")),
    path("m/", include("bezoekdienst.mobile.urls")),
    path("api/v1/", include("bezoekdienst.api.urls")),
    path("beheer/", admin.site.urls),
    path("", include("bezoekdienst.web.urls")),
]
