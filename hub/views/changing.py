"""What its city does with an item that is on the portal: confirm, take over, withdraw, choose who may see it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.sharing import Sharing
from scn_portal.ui.views import TransitionView

from .. import lifecycle
from ..forms.adoptions import ReasonForm
from ..forms.audience import CitiesForm, LevelForm
from ..models import Resource
from .asking import Asked
from .resources import ReadsItem


class ResourceStep(Asked, TransitionView):
    def get_queryset(self):
        return Resource.objects.visible_to(self.request.user)


class ResourceConfirm(ResourceStep):
    transition = lifecycle.confirm
    confirm, button = _("Is this still true?"), _("Yes, it is still true")
    effect = _("The page says so with today's date. If something has changed, edit it instead.")
    done = _("Thank you. The page says that it was confirmed today.")


class ResourceWithdraw(ResourceStep):
    transition = lifecycle.withdraw
    form_class, kind = ReasonForm, "danger"
    confirm, button = _("Withdraw it from the portal?"), _("Withdraw it")
    effect = _(
        "It leaves every list and search at once. Whoever comes to its address reads that your city withdrew it."
    )
    done = _("Withdrawn.")


class ResourceClaim(ResourceStep):
    transition = lifecycle.claim
    confirm, button = _("Take it over for your city?"), _("Take it over")
    effect = _("It becomes your city's own item: the mark “from public sources” goes, and you can edit it.")
    done = _("It is your city's item now.")


class ResourceSharing(ReadsItem, View):
    """Two forms on one page: the level, and the cities to which it is named."""

    def get(self, request, *args, **kwargs):
        return self.show()

    def post(self, request, *args, **kwargs):
        is_level = not {"named_form", "another"} & set(request.POST)
        form = (self.level_form if is_level else self.cities_form)(request.POST)
        if form.is_valid():
            try:
                done = (self.change_level if is_level else self.change_cities)(**form.cleaned_data)
            except TransitionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return HttpResponseRedirect(request.path if "another" in request.POST else self.item.get_absolute_url())
        return self.show(**{"level_form" if is_level else "cities_form": form}, status=422)

    def show(self, level_form=None, cities_form=None, status=200):
        if not self.may("narrow") or not self.item.is_shown:
            raise PermissionDenied
        values = {
            "item": self.item,
            "level": Sharing(self.item.sharing),
            "level_form": level_form or self.level_form(),
            "cities_form": (cities_form or self.cities_form()) if self.may("share_with") else None,
        }
        return render(self.request, "hub/resource_sharing.html", values, status=status)

    def may(self, verb):
        return may(self.request.user, f"hub.{verb}_resource", self.item)

    def level_form(self, data=None):
        return LevelForm(data, now=self.item.sharing, initial={"sharing": self.item.sharing})

    def cities_form(self, data=None):
        return CitiesForm(data, resource=self.item)

    def change_level(self, sharing, reason):
        if sharing > self.item.sharing:
            lifecycle.narrow(self.item, by=self.request.user, sharing=sharing)
            return now_("From now on fewer people read it.")
        changed = lifecycle.widen(self.item, by=self.request.user, sharing=sharing, reason=reason)
        is_asked = changed.sharing != sharing
        return now_("A moderator has been asked.") if is_asked else now_("From now on more people read it.")

    def change_cities(self, named):
        lifecycle.share_with(
            self.item,
            by=self.request.user,
            named=named,
            co_owners=[each.city for each in self.item.resource_cities.all() if each.role == "co_owner"],
            embargo_until=self.item.embargo_until,
            embargo_sharing=self.item.embargo_sharing,
        )
        return now_("The named cities have been changed.")
