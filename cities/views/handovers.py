"""How a lead role passes on, as people see it: proposing somebody, following it, answering it, objecting to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from scn_portal.accounts import links
from scn_portal.accounts.fresh import demand_fresh_proof
from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin, once
from scn_portal.ui.views import TransitionView

from ..forms.people import HandoverForm, ObjectionForm
from ..lifecycle import checking, handovers
from ..models import City, Handover, HandoverNotice, Representative
from ..own_rights import OwnRights
from ..rules import LEAD_ROLES, is_its_addressee
from . import addressed
from .led import OwnCity

Status, Way, Role = Handover.Status, Handover.Way, Representative.Role
RELATED = ("city", "city__country", "outgoing__user", "incoming", "started_by")


class HandoverCreate(OwnCity, PortalFormMixin, FormView):
    """The holder proposes a successor, or the political lead a lead contact. Asks for fresh proof first."""

    template_name = "cities/handover_form.html"
    form_class = HandoverForm

    def dispatch(self, request, *args, **kwargs):
        if kwargs["role"] not in LEAD_ROLES:
            raise Http404
        self.role = Role(kwargs["role"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.check_right()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.check_right()
        return super().post(request, *args, **kwargs)

    def check_right(self):
        if not self.rights.may_hand_over(self.role):
            who = _("The person who holds the role can hand it over; that of the lead contact, the political lead too.")
            raise NotAllowed(_("You cannot hand over this role."), who)
        demand_fresh_proof(self.request)

    @cached_property
    def holder(self):
        return handovers.holder_of(self.city, self.role)

    def get_initial(self):
        return {"language": self.request.user.language}

    @property
    def running(self):
        return self.city.handovers.filter(role=self.role, status__in=Handover.RUNNING).first()

    def get_context_data(self, **kwargs):
        is_own = self.holder is not None and self.holder.user_id == self.request.user.pk
        values = {"role": self.role, "holder": self.holder, "running": self.running, "is_own": is_own}
        return super().get_context_data(**values, **kwargs)

    def form_valid(self, form):
        return once(self.request, lambda: self.propose(form))

    def propose(self, form):
        try:
            handover = handovers.start(by=self.request.user, within=self.city, role=self.role, **form.cleaned_data)
        except (TransitionRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409 if self.running else 422)
        messages.success(self.request, _("The mail to %(name)s is on its way.") % {"name": handover.name})
        return redirect("cities:handover_detail", handover.code)


# Following it: whoever started it, and the people of the city


class OfHandover:
    """The handover of this code, for whoever started it and for the city's own people. Others do not find it."""

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        self.handover = Handover.objects.select_related(*RELATED).filter(code=code).first()

    def dispatch(self, request, *args, **kwargs):
        if self.handover is None:
            raise Http404
        self.city = City.objects.with_status().select_related("country").get(pk=self.handover.city_id)
        self.rights = OwnRights(request.user, self.city)
        if not self.rights.roles and self.handover.started_by_id != request.user.pk:
            return self.to_others()
        return super().dispatch(request, *args, **kwargs)

    def to_others(self):
        raise Http404

    def get_context_data(self, **kwargs):
        values = {"handover": self.handover, "city": self.city, "rights": self.rights}
        return super().get_context_data(**values, **kwargs)

    def get_success_url(self):
        return reverse("cities:handover_detail", args=[self.handover.code])


def is_over(handover):
    """Whether its time has passed, also where the clock has not yet noted it."""
    return handover.status == Status.OPEN and handover.expires_at <= timezone.now()


def may_be_objected_to(handover):
    return handover.status == Status.OPEN and handover.way == Way.FORCED


class HandoverDetail(OfHandover, TemplateView):
    """How it stands, in one sentence, and what comes next."""

    template_name = "cities/handover_detail.html"

    def to_others(self):
        """The proposed person answers on a page of their own."""
        if is_its_addressee(self.request.user, self.handover):
            return redirect("cities:handover_accept", self.handover.code)
        raise Http404

    def get_context_data(self, **kwargs):
        handover, over = self.handover, is_over(self.handover)
        is_mine = self.rights.may_take_back(handover) and handover.way != Way.FORCED
        return super().get_context_data(
            is_over=over,
            may_cancel=is_mine and handover.status == Status.OPEN,
            may_renew=is_mine and (handover.status == Status.EXPIRED or over),
            may_object=may_be_objected_to(handover) and bool(self.rights.roles),
            may_start_again=handover.status in ENDED and self.rights.may_hand_over(handover.role),
            can_be_objected=bool(handover.objection_until and handover.objection_until > timezone.now()),
            **kwargs,
        )


ENDED = (Status.REFUSED, Status.CANCELLED, Status.EXPIRED, Status.OBJECTED)


class HandoverAct(OfHandover, TransitionView):
    def get_object(self, queryset=None):
        if not self.rights.may_take_back(self.handover):
            raise NotAllowed(_("The two leads of the city decide about this handover, and whoever started it."))
        return self.handover


class HandoverCancel(HandoverAct):
    transition = handovers.cancel
    confirm = gettext_lazy("Take the handover back?")
    effect = gettext_lazy("The link in the mail stops working. Whoever holds the role keeps it.")
    button = gettext_lazy("Take the handover back")
    kind = "danger"
    done = gettext_lazy("The handover has been taken back. The role stays where it is.")


class HandoverRenew(HandoverAct):
    transition = handovers.renew
    done = gettext_lazy("A new mail is on its way. Earlier links do not work any more.")


# Answering it: the proposed person


class HandoverOpen(links.LinkOpen):
    """The link in the mail to the proposed person. It ends with the handover."""

    model = Handover
    template_name = "cities/handover_open.html"

    def is_alive(self, row):
        return not is_over(row) and row.status not in (Status.CANCELLED, Status.EXPIRED)

    def get_success_url(self):
        return reverse("cities:handover_accept", args=[self.row.code])


class AboutHandover:
    """What the pages of the proposed person have in common."""

    model = Handover
    lifecycle = handovers
    related = RELATED
    answering = "cities:handover_accept"
    other_account = gettext_lazy("This handover is for another address")
    city_may = gettext_lazy("Or ask your city to start it again, with the address that you use here.")


class HandoverAccept(AboutHandover, addressed.Answer):
    """Who hands over what; the way to say yes. The role passes in that moment, or after a check."""

    template_name = "cities/handover_accept.html"

    @property
    def welcome(self):
        values = {"role": self.subject.get_role_display(), "city": self.subject.city.name}
        return _("Welcome. You are now %(role)s of %(city)s.") % values

    def send_to_check(self):
        checking.send_to_check(self.subject, by=self.principal)

    def get_context_data(self, **context):
        until = self.subject.objection_until
        waits = bool(until and until > timezone.now())
        return super().get_context_data(**context, waits=waits)


class HandoverRefuse(AboutHandover, addressed.Refusal):
    template_name = "cities/handover_refuse.html"
    declined = gettext_lazy("You have declined. The role stays where it is.")


# Objecting to it: whoever of the city was told


class HandoverNoticeOpen(links.LinkOpen):
    """The link in the mail to the people of the city, where a registrar started the handover."""

    model = HandoverNotice
    template_name = "cities/handover_notice_open.html"

    def is_alive(self, row):
        return may_be_objected_to(row)

    def get_success_url(self):
        return reverse("cities:handover_object", args=[self.row.code])


class HandoverObject(PortalFormMixin, links.Private, FormView):
    """The people of the city, signed in or by the mailed link, say that a forced handover is not right."""

    template_name = "cities/handover_object.html"
    form_class = ObjectionForm

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        forced = Handover.objects.select_related(*RELATED).filter(way=Way.FORCED)
        self.handover = forced.filter(code=code).first()
        holder = links.holder(request, f"cities.handovernotice:{code}")
        signed_in = request.user if request.user.is_authenticated else None
        principals = [each for each in (signed_in, holder) if each]
        self.principal = next((each for each in principals if self.may_object(each)), None)
        if self.principal is None:
            raise Http404

    def may_object(self, principal):
        return self.handover is not None and may(principal, handovers.object_to.permission, self.handover)

    def get_context_data(self, **kwargs):
        values = {"handover": self.handover, "city": self.handover.city, "is_over": is_over(self.handover)}
        values |= {"can_be_objected": False, "rights": None, "is_open": may_be_objected_to(self.handover)}
        return super().get_context_data(**values, **kwargs)

    def form_valid(self, form):
        return once(self.request, lambda: self.object(form))

    def object(self, form):
        try:
            handovers.object_to(self.handover, by=self.principal, objection=form.cleaned_data["objection"])
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your objection is on record. The role stays where it is."))
        return redirect("cities:handover_object", self.handover.code)
