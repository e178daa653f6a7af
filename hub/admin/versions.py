"""A version to check: the record beside what is shown now, its files and links, the criteria, the decision."""

from django.contrib import admin
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from scn_portal.lifecycle import one_transaction
from scn_portal.sharing import Sharing
from scn_portal.ui.admin_acts import Act, ActingAdmin

from .. import files, lifecycle
from ..difference import addresses_in, beside, files_beside
from ..forms.deciding import ApproveForm, ChangesForm, CriteriaForm, DeclineForm
from ..lifecycle import versions
from ..models import Version
from ..openings import note_opening
from ..queue import highest_level, must_leave
from ..schema import Need, gaps

CRITERIA = "criteria"  # the prefix of the one form that several decisions share


class ApproveAndPublish:
    """Two transitions in one step: the version is approved, and its item published with it."""

    name = "approve_and_publish"

    def is_open_to(self, person, version):
        approve, publish = versions.approve, lifecycle.publish
        return approve.is_open_to(person, version) and publish.is_open_to(person, version.resource)

    def __call__(self, version, *, by, criteria):
        with one_transaction():
            version = versions.approve(version, by=by, criteria=criteria)
            lifecycle.publish(version.resource, by=by)
        return version


class Publish:
    """The item is published with its approved version, from the page of that version."""

    name = "publish"

    def is_open_to(self, person, version):
        return version.status == Version.Status.APPROVED and lifecycle.publish.is_open_to(person, version.resource)

    def __call__(self, version, *, by):
        lifecycle.publish(version.resource, by=by)
        return version


PUBLISHED = _("Published. Readers find it from now on.")
DECISIONS = [  # they stand below the record, as the buttons of the criteria
    Act(ApproveAndPublish(), _("Approve and publish"), PUBLISHED, ApproveForm, kind="primary", stands_apart=True),
    Act(
        versions.approve,
        _("Approve, publish later"),
        _("Approved. It is not published yet."),
        form_class=ApproveForm,
        kind="quiet",
        stands_apart=True,
    ),
    Act(
        versions.ask_changes,
        _("Ask for changes"),
        _("Asked. The mail is queued, and a new draft stands open."),
        form_class=ChangesForm,
        kind="quiet",
        stands_apart=True,
    ),
]


@admin.register(Version)
class VersionAdmin(ActingAdmin):
    readers = ("moderator",)
    key_field = "address"
    list_display = ["named", "number", "kind", "city", "status", "released_at", "moderator"]
    list_filter = ["status", "resource__kind"]
    list_select_related = ["resource__city", "moderator"]
    search_fields = ["resource__title", "resource__code", "resource__city__name"]
    ordering = ["-released_at", "-pk"]
    change_form_template = "admin/hub/version/change_form.html"
    untold = ("hub.save_section_version",)
    told_as = {
        "start": _("Begun"),
        "revise": _("Begun"),
        "release": _("Released by its city"),
        "recall": _("Taken back by its city"),
        "ask_second_look": _("Another look asked for"),
        "put_up": _("Shown"),
        "supersede": _("Replaced by a newer version"),
        "take": _("Taken to be checked"),
        "give_back": _("Left to a colleague"),
        "ask_changes": _("Changes asked for"),
        "approve": _("Approved"),
        "decline": _("Declined"),
        "discard": _("Discarded"),
    }
    acts = [
        Act(versions.take, _("Take this version"), _("The version is yours to check."), kind="primary"),
        Act(Publish(), _("Publish it"), PUBLISHED, kind="primary"),
        *DECISIONS,
        Act(versions.decline, _("Decline, with the reason"), _("Declined. The mail is queued."), DeclineForm),
        Act(versions.give_back, _("Leave it to a colleague"), _("The version waits for a colleague.")),
    ]

    def get_queryset(self, request):
        """From release on, or written by the staff; without the content, which lists do not show."""
        rows = super().get_queryset(request).past_draft().select_related("resource__city", "moderator")
        return rows.annotate(named_so=KT("content__title")).defer("content")

    def get_object(self, request, object_id, from_field=None):
        code, _separator, number = object_id.rpartition("-")
        if not number.isdecimal() or len(number) > 4:
            return None
        rows = self.get_queryset(request).defer(None).filter(resource__code=code, number=number)
        return rows.select_related("resource__current_version", "author", "released_by", "resource__city").first()

    @admin.display(description=_("title"))
    def named(self, version):
        return version.named_so

    @admin.display(description=_("kind"), ordering="resource__kind")
    def kind(self, version):
        return version.resource.get_kind_display()

    @admin.display(description=_("city"), ordering="resource__city__name")
    def city(self, version):
        return version.resource.city or "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        answer = super().change_view(request, object_id, form_url, extra_context)
        if request.method == "GET":
            row = answer.context_data["row"]
            note_opening(request.user, row.resource, row)
        return answer

    def form_for(self, act, row, data=None, files=None):
        if act in DECISIONS:
            return act.form_class(data, prefix=CRITERIA, kind=row.resource.kind)
        return super().form_for(act, row, data, files)

    def row_context(self, request, row, bound):
        current = self._current(row)
        return {
            "title": row.content.get("title", ""),
            "current": current,
            "language": row.content.get("language", ""),
            "current_language": current.content.get("language", "") if current else "",
            "others": row.resource.resource_cities.select_related("city"),
            "highest": highest_level(row.content.get("prevention_level")),
            "record_level": row.resource.sharing,
            "record_sharing": Sharing(row.resource.sharing).name,
            "barred": must_leave(request.user)(row) if row.status == Version.Status.RELEASED else "",
            "gaps": self._gaps(row),
            "sections": beside(row, current),
            "files": files_beside(row),
            "links": self._links(row, current),
            **self._deciding(request, row, bound),
        }

    def _current(self, row):
        """The version that is shown now, where it is another."""
        current = row.resource.current_version
        return current if current and current.number < row.number else None

    def _gaps(self, row):
        if row.status not in ("released", "screening", "in_review", "approved"):
            return []
        recorded = row.resource.origin == "recorded"
        missing = gaps(row.resource.kind, row.content, until=Need.PUBLISH, recorded=recorded)
        return missing + files.gaps(row)

    def _links(self, row, current):
        known = set(addresses_in(current)) if current else set()
        return [{"address": each, "is_new": bool(current) and each not in known} for each in addresses_in(row)]

    def _deciding(self, request, row, bound):
        """The criteria with the buttons of the decisions that are open to this person."""
        open_now = [each for each in DECISIONS if each.is_open_to(request.user, row)]
        if not open_now:
            return {"criteria": None, "decisions": []}
        refused = next((bound[each.verb] for each in DECISIONS if each.verb in bound), None)
        decisions = [{"act": each, "url": self.url_of(row, each.verb)} for each in open_now]
        return {"criteria": refused or CriteriaForm(prefix=CRITERIA, kind=row.resource.kind), "decisions": decisions}
