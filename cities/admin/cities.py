"""Cities, their domains and their membership, as registrars see them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing
from scn_portal.ui.admin_site import StaffAdmin

from ..models import City, CityDomain, CityName, Membership, Representative, Term, TermLabel
from .merging import MergesCities


class StaffInline(admin.TabularInline):
    """Rows that belong to the page's own, to be read."""

    template = "admin/edit_inline/rows.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True  # whoever may open the page itself

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_add_permission

    def has_delete_permission(self, request, obj=None):
        return False


class NameInline(StaffInline):
    model = CityName
    fields = ["name", "language", "kind"]


class DomainInline(StaffInline):
    model = CityDomain
    fields = ["domain", "kind", "source_url", "recheck_on"]


class MembershipInline(StaffInline):
    model = Membership
    fields = ["joined_on", "precision", "basis", "notice_on", "ended_on", "end_reason"]


class RepresentativeInline(StaffInline):
    model = Representative
    fields = ["user", "role", "office", "since", "until"]


class TypeOfAuthority(admin.RelatedFieldListFilter):
    """The kinds of authority only: terms of the other lists describe no city's type."""

    def field_choices(self, field, request, model_admin):
        return [(term.pk, str(term)) for term in Term.objects.of("authority_type")]


@admin.register(City)
class CityAdmin(MergesCities, StaffAdmin):
    readers = ("registrar", "moderator")
    writers = ("registrar",)
    told_as = {"merge": _("Merged with another record"), "change": _("Changed by staff")}
    change_form_template = "admin/cities/city/change_form.html"
    list_display = ["name", "country", "type", "membership"]
    list_filter = [("type", TypeOfAuthority)]
    list_select_related = ["type", "country"]
    search_fields = ["name", "folded"]
    export_fields = ["slug", "division", "population", "population_year", "website", "zone", "lat", "lon"]
    inlines = [NameInline, DomainInline, MembershipInline, RepresentativeInline]
    fields = [
        ("name", "division"),
        ("slug", "type", "country"),
        ("population", "population_year"),
        ("website", "zone"),
        ("lat", "lon", "point_by"),
    ]
    readonly_fields = ["slug", "type", "country"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships", "type__labels")

    def told_with(self, city):
        profile = getattr(city, "profile", None)
        return [*city.memberships.all(), *city.representatives.all(), *([profile] if profile else [])]

    def has_add_permission(self, request):
        return False  # a city is made by an approved request or by the register

    @admin.display(description=_("membership"))
    def membership(self, city):
        running = [each for each in city.memberships.all() if each.ended_on is None]
        return _("member") if running else _("not a member")


@admin.register(Term)
class TermAdmin(StaffAdmin):
    readers = ("registrar", "moderator")
    list_display = ["code", "list", "position", "label", "closed_on"]
    list_filter = ["list"]
    search_fields = ["code", "labels__label"]
    export_label = Sharing.CLEAR

    class LabelInline(StaffInline):
        model = TermLabel
        fields = ["language", "label", "definition"]

    inlines = [LabelInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("labels")
