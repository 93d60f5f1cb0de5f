"""The site map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("bezoekdienst.accounts.urls")),
    path("m/", include("bezoekdienst.mobile.urls")),
    path("api/v1/", include("bezoekdienst.api.urls")),
    path("beheer/", admin.site.urls),
]
