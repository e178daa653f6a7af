"""Events as an Atom feed: what everybody may read, with the parameters of the list."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from scn_portal.accounts.links import Public
from scn_portal.ui import errors

from .filters import ListFilter
from .listing import described

ENTRIES = 50


class EventFeed(Public, View):
    """The events that were announced last. What the portal does not know is answered 400 with what it knows."""

    def get(self, request):
        asked = ListFilter(request.GET, AnonymousUser())
        if asked.left_out:
            return errors.page(request, 400, *refusal(asked))
        events = asked.events.for_lists().order_by("-published_at", "-pk")[:ENTRIES]
        content = feed_of(asked, [described(each) for each in events]).writeString("utf-8").encode()
        response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
        etag = f'"{sha256(content).hexdigest()[:32]}"'
        response["ETag"], response["Cache-Control"] = etag, "no-cache"
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return get_conditional_response(request, etag=etag, response=response)


def refusal(asked):
    """What was not understood, and what would be."""
    name, value = asked.left_out[0]
    return (
        _("“%(name)s” does not know the value “%(value)s”.") % {"name": name, "value": value},
        _("Known here: %(values)s.") % {"values": ", ".join(sorted(asked.known_values(name)))},
    )


def feed_of(asked, events):
    query = f"?{asked.canonical}" if asked.canonical else ""
    here = f"{settings.BASE_URL}{reverse('events:event_feed')}{query}"
    feed = Atom1Feed(
        title=_("Events of the Strong Cities Network"),
        link=f"{settings.BASE_URL}{reverse('events:event_list')}{query}",
        feed_url=here,
        feed_guid=here,
        description=None,
        language=get_language(),
        author_name=_("Strong Cities Network"),
    )
    for event in events:
        feed.add_item(**entry_of(event))
    return feed


def entry_of(event):
    places = "; ".join(", ".join(filter(None, place)) for place in event.place_list)
    state = "" if event.is_over else event.get_status_display()
    summary = event.words.summary if event.words else ""
    return {
        "title": clean(event.title),
        "link": f"{settings.BASE_URL}{event.get_absolute_url()}",
        # The code stays when the address changes.
        "unique_id": f"{settings.BASE_URL}{reverse('events:event_list')}#{event.code}",
        "description": clean(" · ".join(filter(None, [str(event.days), places, str(state), summary]))),
        "pubdate": event.published_at,
        "updateddate": event.published_at,
        "categories": [str(event.kind_label)],
    }


def clean(text):
    """Without signs that XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
