"""How often something may be done, from one network and from all together: counters in the cache, nothing more."""

import ipaddress
import logging

from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def too_often(request: HttpRequest, what: str, *, most: int, of_all: int, seconds: int) -> bool:
    """Count this act, and say whether it is one too many within `seconds`. Without a cache nobody is turned away.

    What a network does too often doesn't count for all: one network can't close the page for everybody.
    """
    return _count(f"{what}:{_network(request)}", seconds) > most or _count(f"{what}:all", seconds) > of_all


def _count(what: str, seconds: int) -> int:
    key = f"often:{what}"
    try:
        cache.add(key, 0, seconds)
        return int(cache.incr(key))
    except ValueError:
        return 1  # ran out in this very moment
    except Exception:
        # a bereaved person must be able to sign up, also when Redis is down
        logger.warning("the counter of %s could not be reached", what.partition(":")[0])
        return 0


def _network(request: HttpRequest) -> str:
    """The address, or of an IPv6 address its first half: a household has 2^64 of them.

    An IPv4 address in the form of an IPv6 one (::ffff:192.0.2.7) is what it was: all of them share a first half.
    """
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return str(text)
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
