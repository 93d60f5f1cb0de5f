"""The phone page and the API share the site's session; unsafe requests carry the CSRF token."""

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """Session and CSRF; a missing login is 401 with a challenge, so that the phone can tell it from a refusal."""

    def authenticate_header(self, request: object) -> str:
        return "Session"
