"""The phone page, below /m/."""

from django.urls import path

from bezoekdienst.mobile import enrolling, views

urlpatterns = [
    path("", views.phone, name="phone"),
    path("sw.js", views.worker, name="phone_worker"),
    path("koppelen", enrolling.enrol, name="phone_enrol"),
    path("uit", views.leave, name="phone_leave"),
]
