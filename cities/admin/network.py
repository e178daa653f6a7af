"""Organisations with their roles, regions of the network with their hubs, as moderators keep them."""

from django.contrib import admin
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms import network as forms
from ..lifecycle import organisations, regions
from ..models import NetworkRegion, Organisation


@admin.register(Organisation)
class OrganisationAdmin(MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    key_field = "slug"
    list_display = ["name", "kind", "scope", "country", "roles_held"]
    list_filter = ["kind", "roles__role"]
    list_select_related = ["country"]
    search_fields = ["name", "about", "source"]
    change_form_template = "admin/cities/organisation/change_form.html"
    told_as = {"register": _("Entered")}
    acts = [
        Act(organisations.give_role, _("Record a role"), _("The role is on record."), form_class=forms.RoleForm),
        Act(
            organisations.end_role,
            _("End a role"),
            _("The role has ended; its years stay."),
            form_class=forms.EndRoleForm,
            is_ready=lambda organisation: any(each.until is None for each in organisation.roles.all()),
        ),
        Act(organisations.change, _("Change what is known of it"), _("Changed."), form_class=forms.OrganisationForm),
    ]
    makes = [
        Make(organisations.register, _("Add an organisation"), _("It is on record."), forms.OrganisationForm),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles")

    @admin.display(description=_("roles"))
    def roles_held(self, organisation):
        return ", ".join(str(each.get_role_display()) for each in organisation.roles.all()) or "–"

    def form_values(self, act, row):
        if act.form_class is forms.EndRoleForm:
            return {"organisation": row}
        return {"initial": model_to_dict(row)} if act.form_class is forms.OrganisationForm else {}


@admin.register(NetworkRegion)
class NetworkRegionAdmin(MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    key_field = "code"
    list_display = ["name", "code", "position", "number_of_countries", "hubs_of"]
    search_fields = ["code"]
    change_form_template = "admin/cities/networkregion/change_form.html"
    told_as = {"make": _("Made")}
    acts = [
        Act(regions.set_countries, _("Set its countries"), _("The countries are set."), form_class=forms.CountriesForm),
        Act(regions.rename, _("Change its names"), _("Renamed."), form_class=forms.NamesForm),
        Act(regions.open_hub, _("Record a hub"), _("The hub is on record."), form_class=forms.HubForm),
        Act(
            regions.close_hub,
            _("Close a hub"),
            _("The hub is closed; its years stay."),
            form_class=forms.CloseHubForm,
            is_ready=lambda region: any(each.until is None for each in region.hubs.all()),
        ),
    ]
    makes = [Make(regions.make, _("Make a region"), _("The region is made. Set its countries."), forms.RegionForm)]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("countries", "hubs__organisation", "hubs__city")

    @admin.display(description=_("countries"))
    def number_of_countries(self, region):
        return len(region.countries.all())

    @admin.display(description=_("hubs"))
    def hubs_of(self, region):
        return ", ".join(each.name for each in region.hubs.all()) or "–"

    def form_values(self, act, row):
        if act.form_class is forms.CloseHubForm:
            return {"region": row}
        if act.form_class is forms.CountriesForm:
            return {"initial": {"countries": [each.pk for each in row.countries.all()]}}
        if act.form_class is forms.NamesForm:
            names = {f"name_{code}": name for code, name in row.names.items()}
            return {"initial": names | {"position": row.position}}
        return {}
