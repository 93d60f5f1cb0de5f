"""The verbs of "Bel mij even"."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.notices import post
from volunteers.models import CallRequest, Volunteer


def ask(volunteer: Volunteer, *, id: uuid.UUID | None = None, by: User, at: datetime) -> tuple[CallRequest, bool]:
    """Ask the coordinators to call `volunteer`: the request, and whether it is new.

    One open request a volunteer: asking again, on whatever phone, is the same request. Each coordinator gets one mail.
    """
    found = _asked_before(volunteer, id)
    if found:
        return found, False
    try:
        with transaction.atomic():
            return _open(volunteer, id or uuid.uuid4(), by, at), True
    except IntegrityError:
        # Two taps at once: the other one was first, and this is the same request.
        found = _asked_before(volunteer, id)
        if found is None:
            raise Refused(Reason("B3", "Deze vraag is al onder een ander nummer verstuurd.")) from None
        return found, False


def settle(request: CallRequest, *, by: User, at: datetime) -> CallRequest:
    """The coordinator called. Raises Refused when somebody already did."""
    with transaction.atomic():
        request = CallRequest.objects.select_for_update().get(pk=request.pk)
        if request.called_at:
            raise Refused(Reason("V5", "Er is al teruggebeld."))
        request.called_at, request.called_by = at, by
        request.save(update_fields=["called_at", "called_by"])
        events.record("call.settled", by=by, at=at, subject=request, about=request.volunteer.pseudonym)
    return request


def _asked_before(volunteer: Volunteer, id: uuid.UUID | None) -> CallRequest | None:
    same = volunteer.call_requests.filter(pk=id).first() if id else None
    return same or volunteer.call_requests.filter(called_at=None).first()


def _open(volunteer: Volunteer, id: uuid.UUID, by: User, at: datetime) -> CallRequest:
    request = CallRequest(id=id, volunteer=volunteer, asked_at=at)
    request.save(force_insert=True)
    events.record("call.asked", by=by, at=at, subject=request, about=volunteer.pseudonym)
    for coordinator in people.holders(Role.COORDINATOR):
        post.queue(f"call:{id}:{coordinator.pk}", "call_asked", coordinator, at)
    return request
