"""Memberships by status, what is done to them, and the days and domains that somebody must look after."""

from datetime import timedelta

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms import members as forms
from ..lifecycle import domains, elections, leaving, membership
from ..models import CityDomain, Election, Membership
from ..status import last_confirmed, next_change, today

Status = Membership.Status
AHEAD = timedelta(days=60)
READ_WITH = [
    "confirmations",
    "suspensions",
    "city__representatives",
    "city__invitations",
    "city__handovers",
]


class ByStatus(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() else queryset


class ChangesSoon(admin.SimpleListFilter):
    """What changes within 60 days if nobody does anything."""

    title = _("what changes")
    parameter_name = "changes"

    def lookups(self, request, model_admin):
        return [("soon", _("within 60 days"))]

    def queryset(self, request, queryset):
        if self.value() != "soon":
            return queryset
        now, later = (
            dict(Membership.objects.with_status(day).values_list("pk", "status")) for day in (today(), today() + AHEAD)
        )
        return queryset.filter(pk__in=[pk for pk, status in now.items() if later[pk] != status])


def _is_running(row):
    return row.ends_on is None or row.ends_on > today()


@admin.register(Membership)
class MembershipAdmin(ActingAdmin):
    readers = ("registrar",)
    key_field = "pk"
    list_display = ["city", "status_label", "joined_on", "confirmed_on", "changes_on", "changes_to"]
    list_filter = [ByStatus, ChangesSoon]
    list_select_related = ["city"]
    list_per_page = 100
    search_fields = ["city__name", "city__folded"]
    change_form_template = "admin/cities/membership/change_form.html"
    acts = [
        Act(
            membership.confirm,
            _("Confirm for the city"),
            _("Confirmed."),
            form_class=forms.ConfirmForm,
            is_ready=_is_running,
        ),
        Act(
            leaving.give_notice,
            _("Note that the city leaves"),
            _("Noted. The membership ends in 30 days; the city is told."),
            form_class=forms.CouncilForm,
            is_ready=lambda row: row.ends_on is None,
        ),
        Act(
            leaving.take_back_notice,
            _("Take the notice back"),
            _("The city stays."),
            is_ready=lambda row: bool(row.notice_on) and _is_running(row),
        ),
        Act(
            membership.suspend,
            _("Suspend"),
            _("Suspended from today on."),
            form_class=forms.SuspendForm,
            needs_fresh_proof=True,
            is_ready=lambda row: _is_running(row) and row.status != Status.SUSPENDED,
        ),
        Act(
            membership.lift,
            _("Lift the suspension"),
            _("Lifted. One that began today still holds until midnight."),
            form_class=forms.LiftForm,
            needs_fresh_proof=True,
            is_ready=lambda row: row.status == Status.SUSPENDED,
        ),
        Act(
            leaving.end,
            _("End the membership now"),
            _("The membership has ended, and every role in the city with it."),
            form_class=forms.CouncilForm,
            needs_fresh_proof=True,
            is_ready=lambda row: row.ended_on is None,
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status().prefetch_related(*READ_WITH)

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, row):
        return Status(row.status).label if row.status else _("not begun")

    @admin.display(description=_("last confirmed"))
    def confirmed_on(self, row):
        return last_confirmed(row, today())

    @admin.display(description=_("changes on"))
    def changes_on(self, row):
        return self._next(row)[0]

    @admin.display(description=_("changes to"))
    def changes_to(self, row):
        status = self._next(row)[1]
        return Status(status).label if status else None

    def _next(self, row):
        if not hasattr(row, "next_change"):
            row.next_change = next_change(row, today(), AHEAD) or (None, None)
        return row.next_change

    def row_context(self, request, row, bound):
        return {
            "status_label": self.status_label(row),
            "changes_on": self.changes_on(row),
            "changes_to": self.changes_to(row),
            "confirmations": row.confirmations.select_related("by").order_by("-on", "-pk"),
            "suspensions": row.suspensions.select_related("decision", "lifted_by"),
        }


@admin.register(Election)
class ElectionAdmin(MakingAdmin, ActingAdmin):
    readers = ("registrar",)
    key_field = "pk"
    list_display = ["city", "on", "answered", "removed_at"]
    list_select_related = ["city"]
    search_fields = ["city__name", "city__folded"]
    date_hierarchy = "on"
    change_form_template = "admin/cities/election/change_form.html"
    told_as = {"record": _("Recorded")}
    acts = [
        Act(
            elections.remove,
            _("Take it back: there was no election"),
            _("Taken back."),
            is_ready=lambda election: election.removed_at is None,
        )
    ]
    makes = [Make(elections.record, _("Record an election"), _("Recorded."), forms.ElectionForm)]

    def get_queryset(self, request):
        return super().get_queryset(request).with_answer(Election.objects.unanswered(today()))

    @admin.display(description=_("the city has answered"), boolean=True)
    def answered(self, election):
        return election.on <= today() and election.is_answered


class Due(admin.SimpleListFilter):
    title = _("checking")
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [("due", _("to be checked again"))]

    def queryset(self, request, queryset):
        return queryset.filter(recheck_on__lte=today()) if self.value() == "due" else queryset


@admin.register(CityDomain)
class CityDomainAdmin(ActingAdmin):
    readers = ("registrar",)
    key_field = "pk"
    list_display = ["domain", "city", "kind", "recheck_on", "checked_at"]
    list_filter = [Due, "kind"]
    list_select_related = ["city", "checked_by"]
    search_fields = ["domain", "city__name", "city__folded"]
    ordering = ["recheck_on", "domain"]
    change_form_template = "admin/cities/citydomain/change_form.html"
    acts = [
        Act(
            domains.check_again,
            _("It is still the city's own"),
            _("Checked for another year."),
            form_class=forms.DomainForm,
            is_ready=lambda domain: domain.kind == CityDomain.Kind.OWN,
        )
    ]
