"""The tags of the portal. They are built in: no template needs to load them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import _render_icon

from scn_portal.ui import markdown as rich_text
from scn_portal.ui import slots
from scn_portal.ui.forms import new_submission_key

register = template.Library()

MIRRORED = ("arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "log-in", "external-link")
PLAIN_NAMES = {
    "CLEAR": gettext_lazy("Public"),
    "GREEN": gettext_lazy("Members"),
    "AMBER": gettext_lazy("Named cities"),
}
TONES = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


@register.simple_tag(takes_context=True)
def slot(context, name, *args):
    """The panels that apps have hung into the slot of this name."""
    request = context.get("request")
    panels = slots.Slot.registered[name].collect(*args)
    parts = [render_to_string(panel.template, panel.values, request=request) for panel in panels]
    return mark_safe("".join(parts))  # each part is a rendered template


@register.simple_tag
def icon(name, size=20):
    """An icon of the lucide set, as inline SVG. The word stands beside it, so it is hidden from readers' aids."""
    classes = "icon mirrors" if name.startswith(MIRRORED) else "icon"
    try:
        return _render_icon(name, size, **{"class": classes, "aria-hidden": "true", "focusable": "false"})
    except IconDoesNotExist:
        return ""


@register.simple_block_tag(takes_context=True)
def portal_form(context, content, form=None, button="", *, action="", kind="", fields=True, **options):
    """A form that posts: error summary, fields, what stands in the block, one button.

    `fields=False` leaves the fields to the block; `form=None` makes a form of a button only. Further options:
    `cancel` (address), `icon`, `name` and `value` of the button, `id`. A view with AutosaveMixin keeps drafts.
    """
    values = {"form": form or None, "button": button, "action": action, "kind": kind, "options": options}
    values |= {"content": content, "shows_fields": fields, "submission_key": new_submission_key()}
    values["draft"] = getattr(form, "autosave", None)
    return render_to_string("components/portal_form.html", values, request=context.get("request"))


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """Begins the title of a page whose form was refused, so that it is heard first."""
    for layer in context.dicts:
        for value in layer.values():
            if issubclass(type(value), BaseForm) and value.is_bound and getattr(value, "_errors", None):
                return _("Error: ")
    return ""


@register.filter
def markdown(text):
    """Rich text: see scn_portal.ui.markdown."""
    return rich_text.render(text or "")


def _in_words(instant, zone):
    local = instant.astimezone(zone)
    return f"{date_format(local, 'D j N Y')}, {date_format(local, 'H:i')}"


def _hour_in_utc(instant, zone):
    at_utc = instant.astimezone(UTC)
    if at_utc.date() == instant.astimezone(zone).date():
        return date_format(at_utc, "H:i")
    return f"{date_format(at_utc, 'j N')}, {date_format(at_utc, 'H:i')}"


@register.simple_tag(takes_context=True)
def when(context, instant, place="", zone=""):
    """A moment in the reader's zone with UTC beside it, or a day. Never relative words alone.

    `zone` (and `place`, the name of the city in it) serve readers without an account, whose zone nobody knows.
    """
    if not instant:
        return ""
    if isinstance(instant, date) and not isinstance(instant, datetime):
        return format_html('<time datetime="{}">{}</time>', instant.isoformat(), date_format(instant, "j F Y"))
    user = getattr(context.get("request"), "user", None)
    zone = ZoneInfo(getattr(user, "zone", None) or zone or "UTC")
    if zone.key == "UTC":
        words = _("%(time)s UTC") % {"time": _in_words(instant, zone)}
    else:
        city = place or zone.key.rpartition("/")[2].replace("_", " ")
        values = {"time": _in_words(instant, zone), "place": city, "utc": _hour_in_utc(instant, zone)}
        words = _("%(time)s in %(place)s (%(utc)s UTC)") % values
    stamp = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}">{}</time>', stamp, words)


@register.simple_tag(takes_context=True)
def pager(context, page, query=None):
    """Links to the pages of a list. They keep the query string, or the one given; nothing for a single page."""
    if page is None or page.paginator.num_pages < 2:
        return ""
    request = context["request"]
    query = request.GET.copy() if query is None else QueryDict(query, mutable=True)

    def address(number):
        query["page"] = number
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, address(number) if isinstance(number, int) else "") for number in numbers]
    values = {
        "page": page,
        "links": links,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }
    return render_to_string("components/pager.html", values, request=request)


@register.simple_block_tag
def empty(content, icon_name="map"):
    """Why a list is empty, what to do, one link."""
    return render_to_string("components/empty.html", {"content": content, "icon_name": icon_name})


@register.simple_block_tag
def note(content, tone=""):
    """A remark that stands out. The tone (good, warn, bad) is told by an icon too, and by the words."""
    return render_to_string(
        "components/note.html", {"content": content, "tone": tone, "icon_name": TONES.get(tone, "info")}
    )


@register.simple_tag
def meta(*parts):
    """Short facts in one line; empty ones are left out."""
    items = format_html_join("", "<li>{}</li>", [(part,) for part in parts if part])
    return format_html('<ul class="meta" role="list">{}</ul>', items) if items else ""


@register.simple_tag
def status(words, tone=""):
    """A state: always a word, the colour beside it."""
    return format_html('<span class="state" data-tone="{}">{}</span>', tone, capfirst(words))


@register.simple_tag
def tlp(label):
    """A label with its plain name. The label itself is never translated."""
    name = str(label).removeprefix("TLP:").upper()
    plain = PLAIN_NAMES.get(name, "")
    return format_html('<span class="label"><b dir="ltr">TLP:{}</b> {}</span>', name, plain)


@register.simple_tag
def element_kind(tags, link=False):
    """Which of our buttons an element of allauth is, by the tags that it carries."""
    tags = set(tags or ())
    if tags & {"danger", "delete"}:
        return "danger"
    if tags & {"outline", "secondary", "cancel", "link"} or (link and "prominent" not in tags):
        return "quiet"
    return ""
