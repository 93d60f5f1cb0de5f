"""What the overview by mail says: how much needs her, by kind; looked up when it is sent, and nobody is named."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from bezoekdienst.accounts import roles
from bezoekdienst.lib import wording
from bezoekdienst.notices import digests, post, reminders
from bezoekdienst.notices.models import Message
from bezoekdienst.web import mail_words
from bezoekdienst.web.today import gathering_facts, worklist
from bezoekdienst.web.today.need import Urgency


@post.fills(digests.KIND)
def overview(message: Message, at: datetime) -> post.Contents | None:
    """Today and this week by kind, and what is new; None for who sees no residents any more, or gets a later one."""
    user = message.user
    if user is None or not roles.may(user, roles.Ability.RESIDENTS) or digests.is_overtaken(message):
        return None
    groups = dict(worklist.groups(worklist.needs(gathering_facts.gather_facts(at))))
    news = digests.news(user, at)
    lines = {
        "today": worklist.counted(groups.get(Urgency.TODAY, [])),
        "week": worklist.counted(groups.get(Urgency.WEEK, [])),
        "fresh": [reminders.words(kind, count) for kind, count in news.counts.items()],
    }
    since = f"sinds {wording.day(news.since)}" if news.since else "in de laatste week"
    said = {"since": since, "days": mail_words.on_days(digests.choice(user).weekdays), "choose": _page("digest")}
    return post.Contents(words={**lines, **said}, tells=news.held)


def _page(route: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(route)
