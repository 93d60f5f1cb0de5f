"""What a volunteer asks and answers about herself: a call, a gathering."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.api import doors
from bezoekdienst.api import gatherings as shown
from bezoekdienst.api.permissions import holds
from bezoekdienst.api.serializers.people import Answer, Call, CallOut, GatheringOut
from bezoekdienst.api.serializers.problems import documented
from volunteers import calls, invitations


@extend_schema(
    operation_id="call_me",
    request=Call,
    responses={200: CallOut, 201: CallOut, **documented(400, 404, 409, 415)},
)
@api_view(["POST"])
@permission_classes([holds(Ability.PHONE)])
def call_me(request: Request) -> Response:
    """Ask the coordinator to call: 201 the first time, 200 as long as that call is still to come."""
    user = doors.user(request)
    parsed = Call(data=request.data)
    parsed.is_valid(raise_exception=True)
    volunteer = doors.volunteer(user)
    asked, created = calls.ask(volunteer, id=parsed.validated_data.get("uuid"), by=user, at=timezone.now())
    return Response(CallOut(asked).data, 201 if created else 200)


@extend_schema(
    operation_id="answer_gathering",
    request=Answer,
    responses={200: GatheringOut, **documented(400, 404, 409, 415)},
)
@api_view(["PUT"])
@permission_classes([holds(Ability.PHONE)])
def answer(request: Request, id: int) -> Response:
    """Say whether I come to a gathering; the last answer counts."""
    user = doors.user(request)
    parsed = Answer(data=request.data)
    parsed.is_valid(raise_exception=True)
    invitation = doors.invitation(user, id)
    said = parsed.validated_data
    invitations.answer(invitation, coming=said["coming"], about_on=said.get("on"), by=user, at=timezone.now())
    return Response(GatheringOut(shown.row(invitation)).data)
