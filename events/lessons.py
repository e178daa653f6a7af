"""A lesson of a report as the beginning of an item of the hub: what the draft holds before anybody writes on."""

from django.conf import settings
from django.urls import reverse

from scn_portal.sharing import Sharing

LEAST, MOST, TITLE_MOST = 40, 300, 90  # signs, as the hub asks of a summary and a title


def is_recorded(block):
    """Whether the draft is one that public sources tell of a city: the report is public and names the city."""
    return block.city_id is not None and block.report.sharing == Sharing.CLEAR


def content_of(block):
    """The fields of a lesson learned that the block fills."""
    content = {"summary": block.text.strip()[:MOST], "theme_main": [block.theme.code]}
    if is_recorded(block):
        report = block.report
        address = settings.BASE_URL + reverse("events:report_detail", args=[report.event.slug, report.number])
        content["sources"] = [{"title": report.title[:200], "url": address}]
    return content
