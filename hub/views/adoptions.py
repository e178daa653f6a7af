"""Who took a practice over: the chain over cities, what a city says of itself, and the answer of the other."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from cities.models import City
from cities.views.site import everybody
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from .. import lifecycle
from ..adoption_chain import Chain
from ..content import content_for
from ..forms.adoptions import AdoptionForm, ReasonForm
from ..models import Adoption, Resource
from ..readers import reader_of
from .acts import acts_on_adoption, may_adopt
from .asking import Asked
from .resources import ShownItem, items_for


@everybody
class AdoptionList(ShownItem, TemplateView):
    """The way of the practice from city to city, on the map, as a line, and as a table."""

    template_name = "hub/adoption_list.html"

    def get_context_data(self, **kwargs):
        chain = Chain(self.item, self.request.user)
        return super().get_context_data(chain=chain, may_adopt=may_adopt(self.reader, self.item, chain), **kwargs)


class Claiming(ShownItem, FormView):
    """A lead or deputy says that their city uses it."""

    template_name = "hub/adoption_form.html"
    form_class = AdoptionForm

    def dispatch(self, request, *args, **kwargs):
        if not self.takers.exists():
            raise NotAllowed(
                _("Whoever leads another member city says that it uses this."),
                _("The lead contact, a deputy or the political lead of your city can do it."),
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def takers(self):
        """The cities for which this person may say so."""
        return City.objects.filter(pk__in=self.reader.leads() - set(self.item.owner_cities())).order_by("folded")

    def get_form_kwargs(self):
        own = Resource.objects.shown().filter(city__in=self.takers.values("pk")).exclude(pk=self.item.pk)
        values = {"takers": self.takers, "core": self.reads["core"] or [], "results": own.order_by("title")}
        return super().get_form_kwargs() | values

    def get_initial(self):
        return {"taker": self.takers.first()}

    def form_valid(self, form):
        try:
            adoption = lifecycle.adoptions.claim(by=self.request.user, within=self.item, **form.cleaned_data)
        except (TransitionRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("hub:adoption_detail", args=[adoption.code]))


class AdoptionCreate(PortalFormMixin, Claiming):
    """The same form sent twice says it once."""


@everybody
class AdoptionDetail(TemplateView):
    """One step of the way: what the taker says, and where it stands between the two."""

    template_name = "hub/adoption_detail.html"

    @cached_property
    def adoption(self):
        rows = Adoption.objects.visible_to(self.request.user).select_related("taker__country")
        return get_object_or_404(rows, code=self.kwargs["code"])

    def _open(self, resource_id):
        """The item on one side of the step, where this reader may open it."""
        return items_for(self.request.user).shown().filter(pk=resource_id).first() if resource_id else None

    def get_context_data(self, **kwargs):
        adoption, reader = self.adoption, reader_of(self.request.user)
        practice = self._open(adoption.resource_id)
        core = (content_for(self.request.user, practice)["core"] or []) if practice else []
        is_side = is_of_a_side(reader, adoption)
        return super().get_context_data(
            adoption=adoption,
            practice=practice,
            result=self._open(adoption.result_id),
            core=[(block, at in adoption.core_kept) for at, block in enumerate(core)],
            is_side=is_side,
            tells=is_side or adoption.status in ("confirmed", "recorded", "ended"),
            acts=acts_on_adoption(reader, adoption, practice),
            level=Sharing(practice.level) if practice else None,
            **kwargs,
        )


def is_of_a_side(reader, adoption):
    """Whether the reader acts for one of the two cities, or is staff."""
    owners = adoption.resource.owner_cities() if adoption.resource_id else []
    return reader.is_staff or bool(reader.cities & {adoption.taker_id, *owners})


class AdoptionStep(Asked, TransitionView):
    """A step of one side; the other side is told."""

    slug_field, slug_url_kwarg = "code", "code"

    def get_queryset(self):
        return Adoption.objects.visible_to(self.request.user)

    def get_success_url(self):
        return reverse("hub:adoption_detail", args=[self.object.code])


class AdoptionConfirm(AdoptionStep):
    transition = lifecycle.adoptions.confirm
    confirm, button = _("Did this city take your practice over?"), _("Confirm that it did")
    effect = _("The page then says “confirmed by both”, and it counts.")
    done = _("Confirmed by both.")


class AdoptionDispute(AdoptionStep):
    transition = lifecycle.adoptions.dispute
    form_class, kind = ReasonForm, "danger"
    confirm, button = _("Say that it is not so"), _("Dispute it")
    effect = _("It leaves the page. The network's staff speak with both cities.")
    done = _("The staff of the network will speak with both of you.")


class AdoptionWithdraw(AdoptionStep):
    transition = lifecycle.adoptions.withdraw
    confirm, button, kind = _("Take back what your city said?"), _("Take it back"), "danger"
    effect = _("It leaves the page of the practice.")
    done = _("Taken back.")


class AdoptionEnd(AdoptionStep):
    transition = lifecycle.adoptions.end
    form_class = ReasonForm
    confirm, button = _("Your city no longer does it?"), _("End it")
    effect = _("The page keeps it, marked as ended, with your reason.")
    done = _("Marked as ended.")
