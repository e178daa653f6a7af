"""The items of the hub, as staff keep them: who reads them, what is asked, take-down at once, how fresh they are."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.status import months_after, today
from scn_portal.audit.timeline import timeline
from scn_portal.sharing import Sharing
from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from .. import lifecycle
from ..forms.deciding import NarrowForm, ReasonForm
from ..forms.recording import StartForm, StartRecordedForm
from ..lifecycle import sharing
from ..lifecycle.resources import MONTHS_TO_ARCHIVE
from ..models import Resource, Version
from ..openings import OPENED
from ..queue import LEVELS, named_with_city

OPENED_BY_STAFF = _("Opened it")


class Level(admin.SimpleListFilter):
    """By level of prevention, as the version that is shown says."""

    title, parameter_name = _("level of prevention"), "level"

    def lookups(self, request, model_admin):
        return LEVELS

    def queryset(self, request, queryset):
        if self.value() not in dict(LEVELS):
            return queryset
        terms = {"resource_terms__term__list": "prevention_level", "resource_terms__term__code": self.value()}
        return queryset.filter(**terms)


def _within(days, *, after=0):
    """Items whose date of confirmation lies up to `days` ahead, or that many months and days behind."""
    begin = months_after(today(), -after)
    return {"review_due_on__gt": begin, "review_due_on__lte": begin + timedelta(days=days)}


FRESHNESS = {
    "overdue": lambda: Q(status=Resource.Status.REVIEW_DUE),
    "soon": lambda: Q(status=Resource.Status.PUBLISHED, **_within(30)),
    "archived_soon": lambda: Q(status=Resource.Status.REVIEW_DUE, **_within(30, after=MONTHS_TO_ARCHIVE)),
}


class Freshness(admin.SimpleListFilter):
    """Which items their city should look at again."""

    title, parameter_name = _("how fresh"), "fresh"
    CHOICES = (
        ("soon", _("due within 30 days")),
        ("overdue", _("to be confirmed")),
        ("archived_soon", _("archived within 30 days")),
    )

    def lookups(self, request, model_admin):
        return self.CHOICES

    def queryset(self, request, queryset):
        return queryset.filter(FRESHNESS[self.value()]()) if self.value() in FRESHNESS else queryset


def where_to_write(resource):
    """The first section of the form with which a record is written."""
    return reverse("hub:resource_edit", args=[resource.slug, "basics"])


@admin.register(Resource)
class ResourceAdmin(MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    list_display = ["named", "kind", "city", "level_name", "status", "review_due_on"]
    list_per_page = 50
    change_list_template = "admin/hub/resource/change_list.html"
    list_filter = ["status", "kind", Level, Freshness, "sharing", "origin", ("city", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["city"]
    search_fields = ["title", "code", "city__name"]
    change_form_template = "admin/hub/resource/change_form.html"
    told_as = {
        "start": _("Begun"),
        "start_recorded": _("Begun by the staff"),
        "start_network": _("Begun by the network"),
        "fall_due": _("Due to be confirmed"),
        "archive": _("Archived"),
        "withdraw": _("Withdrawn"),
        "claim": _("Taken over by its city"),
        "widen": _("Wider sharing"),
        "share_with": _("Cities and embargo set"),
        "choose_sharing": _("Sharing chosen"),
        "publish": _("Published"),
        "allow_widening": _("Opened to everybody"),
        "refuse_widening": _("Not opened to everybody"),
        "restore": _("Put back"),
        "confirm": _("Confirmed"),
        "narrow": _("Narrowed"),
        "take_down": _("Taken down"),
    }
    untold = (OPENED,)
    acts = [
        Act(
            lifecycle.publish,
            _("Publish it"),
            _("Published. Readers find it from now on."),
            kind="primary",
            is_ready=lambda resource: resource.versions.filter(status=Version.Status.APPROVED).exists(),
        ),
        Act(
            sharing.allow_widening,
            _("Let everybody read it"),
            _("Everybody can read it now."),
            kind="primary",
            is_ready=lambda resource: resource.asked_sharing is not None,
        ),
        Act(
            sharing.refuse_widening,
            _("Leave the sharing as it is"),
            _("It stays as it is. The city reads why."),
            form_class=ReasonForm,
            is_ready=lambda resource: resource.asked_sharing is not None,
        ),
        Act(lifecycle.restore, _("Put it back"), _("It is shown again."), form_class=ReasonForm),
        Act(lifecycle.confirm, _("It is still true"), _("Noted. The next date is set.")),
        Act(
            sharing.narrow,
            _("Fewer people may read it"),
            _("Fewer people read it from this moment."),
            form_class=NarrowForm,
            is_ready=lambda resource: resource.sharing < Sharing.AMBER,
        ),
        Act(
            lifecycle.take_down,
            _("Take it down at once"),
            _("It is gone from every page, search, feed and file."),
            form_class=ReasonForm,
            kind="danger",
        ),
    ]

    makes = [
        Make(
            lifecycle.start_recorded,
            _("Record an item from public sources"),
            _("Begun. Write it, name its sources, and hand it in."),
            StartRecordedForm,
            leads_to=where_to_write,
        ),
        Make(
            lifecycle.start_network,
            _("Begin an item of the network"),
            _("Begun. Write it and hand it in."),
            StartForm,
            leads_to=where_to_write,
        ),
    ]

    def get_queryset(self, request):
        """What this person may see: drafts of cities are nobody else's business."""
        return super().get_queryset(request).visible_to(request.user).select_related("city")

    def changelist_view(self, request, extra_context=None):
        counted = {name: Count("pk", filter=asked()) for name, asked in FRESHNESS.items()}
        numbers = self.get_queryset(request).order_by().aggregate(**counted)
        board = [{"key": name, "label": label, "number": numbers[name]} for name, label in Freshness.CHOICES]
        return super().changelist_view(request, {"freshness": board} | (extra_context or {}))

    def form_values(self, act, row):
        return {"resource": row} if act.form_class is NarrowForm else {}

    @admin.display(description=_("title"), ordering="title")
    def named(self, resource):
        return str(resource)

    @admin.display(description=_("read by"), ordering="sharing")
    def level_name(self, resource):
        return f"TLP:{Sharing(resource.level).name}"

    def row_context(self, request, row, bound):
        return {
            "title": named_with_city(row),
            "sharing_name": Sharing(row.sharing).name,
            "level_name": Sharing(row.level).name,
            "asked_name": "" if row.asked_sharing is None else Sharing(row.asked_sharing).name,
            "cities": row.resource_cities.select_related("city"),
            "versions": self._versions(request, row),
            "openings": timeline(row, {"open": OPENED_BY_STAFF}, only=(OPENED,)),
            "adoptions": row.adoptions.select_related("taker"),
            "draft_url": self._draft_url(request, row),
            "page_url": row.get_absolute_url() if row.is_shown else "",
        }

    def _versions(self, request, row):
        rows = row.versions.past_draft().defer("content").select_related("moderator")
        for each in rows:
            each.resource = row
        return rows

    def _draft_url(self, request, row):
        """Where this person goes on writing what the staff keep."""
        is_mine = row.versions.filter(status=Version.Status.DRAFT, author=request.user).exists()
        return reverse("hub:resource_check", args=[row.slug]) if is_mine else ""
