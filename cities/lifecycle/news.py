"""How news and stories of cities are written, put on the site and taken off it."""

from scn_portal.lifecycle import Lifecycle

from ..models import NewsItem
from ..slugs import created_with_slug

Status = NewsItem.Status
LONGEST = 70

news = Lifecycle(NewsItem)


@news.creation()
def write(*, by, language, title, text, cities=(), **facts):
    """A moderator begins a short item, in one language."""
    item = created_with_slug(NewsItem, title, otherwise="news", longest=LONGEST, by=by, **facts)
    item.cities.set(cities)
    item.texts.create(language=language, title=title, text=text)
    return item


@news.transition(Status.DRAFT, Status.PUBLISHED)
def change(item, *, by, cities, **facts):
    """A moderator changes what the item is about and when it is shown; its address stays."""
    for name, value in facts.items():
        setattr(item, name, value)
    item.cities.set(cities)


@news.transition(Status.DRAFT, Status.PUBLISHED)
def set_text(item, *, by, language, title, text, needs_check=False):
    """A moderator adds a language, or puts the words of one right."""
    values = {"title": title, "text": text, "needs_check": needs_check}
    item.texts.update_or_create(language=language, defaults=values)


@news.transition(Status.DRAFT, to=Status.PUBLISHED, by_system=True)
def publish(item, *, by):
    """The item stands on the site from its day on."""


@news.transition(Status.DRAFT, Status.PUBLISHED, to=Status.RETIRED)
def retire(item, *, by):
    """The item leaves the site and its feed."""
