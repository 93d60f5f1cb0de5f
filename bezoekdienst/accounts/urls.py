"""The pages for logging in: only those we use. There is no password anywhere, and no signing up."""

from allauth.account import views as allauth
from django.urls import include, path

from bezoekdienst.accounts import views

urlpatterns = [
    path("login/", views.address, name="account_login"),
    path("login/", views.address, name="account_request_login_code"),
    path("login/code/", views.code, name="account_confirm_login_code"),
    path("logout/", views.leave, name="account_logout"),
    path("gesloten/", allauth.account_inactive, name="account_inactive"),
    path("opnieuw/", views.prove, name="account_reauthenticate"),
    path("opnieuw/mail/", views.mailed_proof, name="account_prove_by_mail"),
    path("zeker/totp/activate/", views.app, name="mfa_activate_totp"),
    path("zeker/webauthn/add/", views.key, name="mfa_add_webauthn"),
    path("zeker/", include("allauth.mfa.urls")),
]
