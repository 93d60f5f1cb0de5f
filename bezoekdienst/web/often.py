"""How often something may be done from one network address: a counter in the cache, nothing more."""

import logging

from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count this act, and say whether it is one too many within `seconds`. Without a cache nobody is turned away."""
    key = f"often:{what}:{request.META.get('REMOTE_ADDR', '')}"
    try:
        cache.add(key, 0, seconds)
        return int(cache.incr(key)) > most
    except ValueError:
        return False  # ran out in this very moment
    except Exception:
        # a bereaved person must be able to sign up, also when Redis is down
        logger.warning("the counter of %s could not be reached", what)
        return False
