"""The phone page, below /m/."""

from django.urls import path

from bezoekdienst.mobile import views

urlpatterns = [
    path("", views.phone, name="phone"),
    path("uit", views.leave, name="phone_leave"),
]
