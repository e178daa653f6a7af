"""News of the library as an Atom feed: what everybody may read, with the parameters of the list."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from scn_portal.ui import errors

from .filters import ResourceFilter, allowed_values
from .listing import Listing
from .models import Resource
from .readers import EVERYBODY

ENTRIES = 50


@method_decorator(login_not_required, name="dispatch")
class ResourceFeed(View):
    """The newest items of a question. What the portal does not know is answered 400 with what it knows."""

    def get(self, request):
        asked = ResourceFilter(request.GET, EVERYBODY)
        if asked.left_out:
            return errors.page(request, 400, *refusal(asked))
        items = Listing(asked, size=ENTRIES).items
        content = feed_of(asked, items).writeString("utf-8").encode()
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
        _("Known here: %(values)s.") % {"values": ", ".join(allowed_values(name))},
    )


def feed_of(asked, items):
    here = f"{settings.BASE_URL}{reverse('hub:resource_feed')}"
    listed = f"{settings.BASE_URL}{reverse('hub:resource_list')}"
    query = f"?{asked.canonical}" if asked.canonical else ""
    title = _("Online Information Hub")
    feed = Atom1Feed(
        title=clean(f"{title}: {asked.words}" if asked.words else str(title)),
        link=f"{listed}{query}",
        feed_url=f"{here}{query}",
        feed_guid=f"{here}{query}",
        description=None,
        language=get_language(),
        author_name=_("Strong Cities Network"),
    )
    for item in items:
        feed.add_item(**entry_of(item))
    return feed


def entry_of(item):
    address = f"{settings.BASE_URL}{item.get_absolute_url()}"
    return {
        "title": clean(item.title),
        "link": address,
        # The code stays when the title changes.
        "unique_id": f"{settings.BASE_URL}{reverse('hub:resource_detail', args=[item.code])}",
        "description": clean(item.summary),
        "pubdate": item.published_at,
        "updateddate": item.changed_at or item.published_at,
        "author_name": item.city.name if item.city else _("Strong Cities Network"),
        "categories": [str(Resource.Kind(item.kind).label), *item.theme_labels],
        "item_copyright": item.licence,
    }


def clean(text):
    """Without signs that XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
