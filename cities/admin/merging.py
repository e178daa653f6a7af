"""Two records of one authority become one: chosen, looked at side by side, and confirmed by typing the name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.fresh import demand_fresh_proof
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import LineField

from ..lifecycle import merging
from ..models import City


class OtherForm(forms.Form):
    """Which record is the other one."""

    other = LineField(
        label=_("The record that goes"),
        max_length=120,
        help_text=_("The end of its address, such as “porto” of /cities/porto/."),
    )

    def clean_other(self):
        slug = self.cleaned_data["other"].strip("/").rpartition("/")[2]
        found = City.objects.filter(slug=slug).select_related("country", "type").first()
        if found is None:
            raise forms.ValidationError(_("There is no city with this address."))
        return found


class MergeCityForm(OtherForm):
    other = LineField(widget=forms.HiddenInput)
    typed = LineField(label=_("Type the name of the record that goes"), max_length=160)


class MergesCities:
    """For the admin of cities: a page beside each city's own."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name="cities_city_merge"), *super().get_urls()]

    def merge_view(self, request, pk):
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        city = self.get_queryset(request).select_related("country", "type").filter(pk=pk).first()
        if city is None:
            raise Http404
        if request.method == "POST":
            demand_fresh_proof(request)
            return self._merge(request, city, MergeCityForm(request.POST))
        asked = OtherForm(request.GET or None)
        other = asked.cleaned_data["other"] if asked.is_valid() else None
        return self._show_merge(request, city, asked, other)

    def _merge(self, request, city, form):
        other = form.cleaned_data["other"] if form.is_valid() else form.cleaned_data.get("other")
        if not form.is_valid():
            return self._show_merge(request, city, OtherForm(), other, form, 422)
        try:
            merging.merge(city, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error("typed", str(refusal))
            return self._show_merge(request, city, OtherForm(), other, form, 409)
        messages.success(request, _("The two records are one now."))
        return HttpResponseRedirect(reverse("admin:cities_city_change", args=[city.pk]))

    def _show_merge(self, request, city, asked, other, form=None, status=200):
        obstacle = merging.obstacle_to_merging(city, other) if other else ""
        sides = [(each, merging.rows_of(each)) for each in (city, other)] if other else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge with another record"),
            "opts": self.opts,
            "city": city,
            "other": other,
            "obstacle": obstacle,
            "sides": sides,
            "asked": asked,
            "form": form or (MergeCityForm(initial={"other": other.slug}) if other and not obstacle else None),
            "has_errors": bool(form and form.errors),
            "merge_url": request.path,
            "city_url": reverse("admin:cities_city_change", args=[city.pk]),
            "list_url": reverse("admin:cities_city_changelist"),
            "list_title": self.opts.verbose_name_plural,
            "error_title": _("Error:"),
        }
        return TemplateResponse(request, "admin/cities/city/merge.html", context, status=status)
