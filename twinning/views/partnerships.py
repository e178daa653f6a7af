"""Partnerships as readers see them: the list, the page of one, founding, and what it came from."""

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, ListView, TemplateView

from cities.folding import folded
from cities.models import City
from hub.readers import reader_of
from scn_portal.accounts.links import Public
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from .. import agreement_texts, reviewing
from ..forms.partnerships import AskedForm, FoundForm, ListForm
from ..lifecycle import partnerships as lifecycle
from ..lifecycle import plans
from ..models import Interest, PartnerCity, Partnership
from ..rules import leads_city
from .partnering import OfPartnership
from .partnership_acts import acts_for

Status = Partnership.Status
PARTNERS = Prefetch(
    "partner_cities",
    PartnerCity.objects.filter(left_on=None).select_related("city__country").order_by("pk"),
    to_attr="shown_partners",
)
INNER = ["text", "signatures", "unsigned", "plan", "steps", "gaps", "waiting_for", "reviews", "closed_reviews", "notes"]
STATES = {
    "": Q(status__in=[*Partnership.RUNNING, Status.PROPOSED]),
    "closed": Q(status__in=[Status.CLOSED, Status.DECLINED, Status.LAPSED]),
    "all": Q(),
}


class PartnershipList(Public, ListView):
    """Who works with whom, as far as the reader may know of it."""

    template_name = "twinning/partnership_list.html"
    paginate_by = 24
    context_object_name = "partnerships"

    @cached_property
    def asked(self):
        form = ListForm(self.request.GET or None, has_cities=bool(reader_of(self.request.user).cities))
        form.is_valid()
        return form

    def get_queryset(self):
        given = getattr(self.asked, "cleaned_data", {})
        state = given.get("state", "")
        rows = Partnership.objects.visible_to(self.request.user)
        if state == "own":
            rows = rows.filter(partner_cities__city__in=reader_of(self.request.user).cities).distinct()
        else:
            rows = rows.filter(STATES[state])
        if words := given.get("q", "").strip():
            named = Partnership.objects.filter(partner_cities__city__folded__contains=folded(words))
            rows = rows.filter(Q(title__icontains=words) | Q(pk__in=named.values("pk")))
        return rows.prefetch_related(PARTNERS, "themes__labels").order_by("-started_on", "-pk")

    def get_context_data(self, **kwargs):
        may_found = bool(reader_of(self.request.user).leads())
        return super().get_context_data(form=self.asked, may_found=may_found, **kwargs)


class PartnershipDetail(Public, OfPartnership, TemplateView):
    """Cities, aims and dates; for the partners also text, signatures, plan, reviews and notes."""

    template_name = "twinning/partnership_detail.html"

    @cached_property
    def text(self):
        return agreement_texts.latest(self.partnership)

    @cached_property
    def plan(self):
        return plans.plan_of(self.partnership)

    @cached_property
    def reviews(self):
        return list(reviewing.filed(self.partnership))

    @cached_property
    def asked_partners(self):
        return self.led(reviewing.asked_partners(self.partnership))

    @property
    def asked_after_leaving(self):
        """A lead of a city that left in this cycle and has not said what it learned."""
        filed = {each.city_id for each in self.reviews}
        if self.partnership.status not in (Status.ACTIVE, Status.PAUSED, Status.IN_REVIEW):
            return False
        return any(each.left_on and each.city_id not in filed for each in self.asked_partners)

    @property
    def may_renew(self):
        return {each.city_id for each in self.open_partners} <= {each.city_id for each in self.reviews}

    @property
    def may_close(self):
        return reviewing.is_time_over(self.partnership) or not reviewing.missing(self.partnership)

    def get_context_data(self, **kwargs):
        partnership, is_member = self.partnership, self.reader.level >= Sharing.GREEN
        return super().get_context_data(
            partnership=partnership,
            partners=self.open_partners,
            is_member=is_member,
            gone=[each for each in self.partners if each.left_on and is_member],
            seen_cities=self._seen_cities(),
            label=Sharing(partnership.sharing).name,
            themes=partnership.themes.prefetch_related("labels"),
            parties=partnership.parties.select_related("organisation"),
            interest=self._interest(),
            own_cities=[each.city for each in self.own_partners],
            acts=acts_for(self),
            public_reviews=reviewing.public(partnership),
            reads_inner=self.reads_inner,
            **(self._inner() if self.reads_inner else dict.fromkeys(INNER)),
            **kwargs,
        )

    def _seen_cities(self):
        here = [each.city_id for each in self.partners]
        return set(City.objects.visible_to(self.request.user).filter(pk__in=here).values_list("pk", flat=True))

    def _interest(self):
        came_from = self.partnership.interest_id
        return came_from and Interest.objects.visible_to(self.request.user).filter(pk=came_from).first()

    def _inner(self):
        """What only the partners and staff read."""
        text, plan, partnership = self.text, self.plan, self.partnership
        signatures = list(text.signatures.select_related("city").order_by("signed_at")) if text else []
        signed = {each.city_id for each in signatures}
        own = {each.city_id for each in self.own_partners}
        are_open = reviewing.are_open(partnership)
        return {
            "text": text,
            "signatures": signatures,
            "unsigned": [each.city for each in self.open_partners if each.city_id not in signed],
            "plan": plan,
            "steps": plan.steps.all() if plan else [],
            "gaps": plans.gaps(partnership, plan) if partnership.status == Status.AGREED else [],
            "waiting_for": self._waiting_for(),
            "reviews": [each for each in self.reviews if are_open or each.city_id in own],
            "closed_reviews": [] if are_open else [each.city for each in self.reviews if each.city_id not in own],
            "notes": [each for each in self.open_partners if each.note],
        }

    def _waiting_for(self):
        """The cities that have not agreed yet to what is asked of all now."""
        what = {"agreed": "adopt_plan", "paused": "resume", "in_review": "renew"}.get(self.partnership.status)
        said = [each for each in self.open_partners if what in each.agrees] if what else []
        return [each.city for each in self.open_partners if each not in said] if said else []


class PartnershipCreate(PortalFormMixin, FormView):
    """A lead proposes a partnership to one, two or three other cities."""

    template_name = "twinning/partnership_form.html"
    form_class = FoundForm

    @cached_property
    def own(self):
        cities = City.objects.filter(pk__in=reader_of(self.request.user).leads()).order_by("folded")
        return [each for each in cities if leads_city.test(self.request.user, each)]

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.own:
            raise NotAllowed(
                _("Whoever leads a member city founds a partnership for it."),
                _("The lead contact, a deputy or the political lead of your city can do it."),
            )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cities": self.own}

    def get_initial(self):
        asked = AskedForm(self.request.GET)
        slug = asked.cleaned_data["city"] if asked.is_valid() else ""
        return {"first": City.objects.in_force().filter(slug=slug).first()} if slug else {}

    def form_valid(self, form):
        try:
            partnership = lifecycle.found(by=self.request.user, **form.details)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(partnership.get_absolute_url())


class PartnershipFromInterest(TransitionView):
    """An accepted interest becomes a partnership; asked twice, it leads to the same one."""

    confirm = _("Begin a partnership?")
    effect = _("It begins with both cities and what the interest says. Then you write a text together, and sign it.")
    button = _("Begin it")
    done = _("The partnership is begun. Now write the text that both cities sign.")

    def get_object(self, queryset=None):
        interest = get_object_or_404(Interest.objects.visible_to(self.request.user), code=self.kwargs["code"])
        if not any(leads_city.test(self.request.user, each) for each in (interest.from_city, interest.to_city)):
            raise PermissionDenied(lifecycle.found.permission)
        if interest.status != Interest.Status.ACCEPTED:
            raise TransitionRefused(_("A partnership follows from an interest that was accepted."))
        return interest

    @staticmethod
    def transition(interest, *, by):
        return lifecycle.found_from_interest(interest, by)
