"""Logging in, as allauth does it, without passwords: your address, then the code."""

from typing import Any, cast

from allauth.account import views
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from bezoekdienst.accounts import limits, middleware, proofs
from bezoekdienst.accounts.models import User


class AddressView(views.RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Your e-mail address. Known or not, the next page is the same."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        was_over = self.request.session.pop("was_over", False)
        told = {"was_over": was_over, "was_revoked": self.request.session.pop("was_revoked", False)}
        return {**super().get_context_data(**kwargs), **told, "demo_people": demo_people()}


class CodeView(views.ConfirmLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """The code from the mail; in the demo it stands on the page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self._process.code if settings.DEMO else ""
        return {**super().get_context_data(**kwargs), "demo_code": code}


class Proved:
    """Who makes a second proof has given it by that: she isn't asked for the next code to see her reserve codes.

    So it is made after fresh proof only, her first one too: who found her screen would make his own (07-trust).
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if isinstance(request.user, User) and not proofs.is_fresh(request, request.user, at=timezone.now()):
            there = {REDIRECT_FIELD_NAME: request.get_full_path()}
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode(there)}")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # beside an allauth view

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # beside an allauth view
        request = self.request  # type: ignore[attr-defined]
        record_authentication(request, request.user, method="mfa", reauthenticated=True)
        return answer


class AppView(Proved, ActivateTOTPView):  # type: ignore[misc]
    """An app that gives codes."""


class KeyView(Proved, AddWebAuthnView):  # type: ignore[misc]
    """A passkey."""


@method_decorator(never_cache, name="dispatch")
class MailedProofView(views.BaseReauthenticateView):  # type: ignore[misc]
    """Fresh proof for who has neither app nor key: a code to her address, once she asks for it."""

    form_class = ConfirmLoginCodeForm
    template_name = "account/reauthenticate.html"
    too_often = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.mailed = proofs.Mailed(request, cast(User, request.user))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "code" in request.POST and self.mailed.is_valid():
            return super().post(request, *args, **kwargs)
        if "code" in request.POST or self.mailed.send():  # a code of long ago: the page asks anew
            return redirect(request.get_full_path())
        self.too_often = True
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "code": self.mailed.code}

    def form_valid(self, form: Any) -> Any:
        self.mailed.accept()
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> Any:
        is_over = not self.mailed.record_invalid_attempt()
        return redirect(self.request.get_full_path()) if is_over else super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_mailed = self.mailed.is_valid()
        shown = {"is_mailed": is_mailed, "demo_code": self.mailed.code if is_mailed and settings.DEMO else ""}
        return {**super().get_context_data(**kwargs), **shown, "too_often": self.too_often}


def demo_people() -> list[tuple[str, str]]:
    """Who can log in here, as (who, address): in the demo only."""
    if not settings.DEMO:
        return []
    users = User.objects.filter(is_active=True).order_by("pk")
    return [(f"{user.name} ({_words(user)})", user.email) for user in users]


def _words(user: User) -> str:
    return ", ".join(sorted(str(role.label) for role in user.roles))


address = AddressView.as_view()
code = CodeView.as_view()
app = AppView.as_view()
key = KeyView.as_view()
mailed_proof = login_required(MailedProofView.as_view())


def leave(request: HttpRequest) -> HttpResponse:
    """Log out, and have the browser forget. Who visits does it on her phone page: that knows what isn't sent yet."""
    visits = isinstance(request.user, User) and limits.of(request.user) is limits.PHONE
    if visits and request.method == "POST" and "sure" not in request.POST:
        return redirect(f"{reverse('phone')}#/uit")
    answer: HttpResponse = views.logout(request)
    if request.method == "POST":
        answer["Clear-Site-Data"] = middleware.FORGET
    return answer


def prove(request: HttpRequest) -> HttpResponse:
    """Where fresh proof is asked (allauth means a password; nobody has one): in her strongest way. And then back."""
    route = middleware.proving(request.user) if isinstance(request.user, User) else "account_login"
    route = "account_prove_by_mail" if route == "mfa_index" else route
    query = request.GET.urlencode()
    return redirect(f"{reverse(route)}{'?' if query else ''}{query}")
