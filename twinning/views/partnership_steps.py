"""The steps of a partnership, a page each: take part, write, sign, plan, pause, look back, go on or end."""

from functools import partial

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts import second_factor
from scn_portal.accounts.fresh import demand_fresh_proof
from scn_portal.ui.errors import NotAllowed

from .. import agreement_texts, reviewing
from ..forms import partnerships as forms
from ..lifecycle import partnerships as lifecycle
from ..lifecycle import plans, terms
from ..models import PlanStep
from ..rules.partnerships import signs_for
from .partnering import PartnershipStep


class TakePart(PartnershipStep):
    transition = lifecycle.take_part
    confirm, button = _("Does your city take part?"), _("We take part")
    effect = _("Then write the text together, or read and sign what the others have put forward.")
    done = _("Your city takes part.")


class Decline(PartnershipStep):
    transition = lifecycle.decline
    confirm, button, kind = _("Decline this partnership?"), _("Decline"), "danger"
    effect = _("It then does not come about, for none of the cities. The others read that, and not who declined.")
    done = _("Declined. The others are told that it does not come about.")


class TextWrite(PartnershipStep):
    """The text that all sign. A change asks for new signatures."""

    transition = lifecycle.put_forward
    own_form = forms.TextForm
    template_name = "twinning/partnership_text.html"
    confirm, button = _("The text of the agreement"), _("Put this text forward")
    done = _("The text is put forward. The others are told, and every city signs it.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(before=agreement_texts.latest(self.partnership), **kwargs)

    @property
    def form_class(self):
        return partial(self.own_form, initial=self._initial(), **self.form_values())

    def _initial(self):
        before = agreement_texts.latest(self.partnership)
        if before:
            return {"body": before.body, "language": before.language}
        draft = agreement_texts.first_draft(self.partnership.taking_part(), self.partnership.aims)
        return {"body": draft, "language": (get_language() or "en")[:2]}


class Sign(PartnershipStep):
    """The text, and the signature under exactly this text, with a second factor and fresh proof."""

    transition = lifecycle.sign
    own_form = forms.SignForm
    template_name = "twinning/partnership_sign.html"
    confirm, button = _("Read and sign"), _("Sign for my city")
    done = _("Signed.")

    def _proof(self):
        """What leads to the page that asks for a second factor, or on to the one for fresh proof; None with both."""
        self._allowed()
        if not self.signing:
            raise NotAllowed(
                _("The political lead signs for the city, or the lead contact with the council's decision."),
                _("Ask one of them to open this page."),
            )
        if not second_factor.was_used(self.request):
            back = urlencode({"next": self.request.path})
            return HttpResponseRedirect(f"{reverse('accounts:second_factor')}?{back}")
        demand_fresh_proof(self.request)
        return None

    @property
    def signing(self):
        return [each.city for each in self.own_partners if signs_for.test(self.request.user, each.city)]

    def form_values(self):
        return {"cities": self.signing}

    def get(self, request, *args, **kwargs):
        if away := self._proof():
            return away
        if agreement_texts.latest(self.partnership) is None:
            return redirect(self.partnership)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if away := self._proof():
            return away
        try:
            return super().post(request, *args, **kwargs)
        except agreement_texts.OtherText as other:
            self.object = self.partnership
            return self.ask(self.form_class(), status=409, shown=other.shown, was_changed=True)

    def ask(self, form, status=200, shown=None, was_changed=False):
        text = agreement_texts.latest(self.partnership)
        form.initial["hash"] = text.hash
        before, after = agreement_texts.beside(shown, text)
        values = self.get_context_data(form=form, text=text, confirm=self.confirm, button=self.button)
        values |= {"signatures": text.signatures.select_related("city"), "was_changed": was_changed, "shown": shown}
        values |= {"before": before, "after": after, "back": self.get_success_url()}
        return render(self.request, self.template_name, values, status=status)


class OfficeName(PartnershipStep):
    transition = plans.name_office
    own_form = forms.OfficeForm
    confirm, button = _("Which office looks after it?"), _("Keep it")
    done = _("The office is named.")


class PlanWrite(PartnershipStep):
    transition = plans.write_plan
    own_form = forms.PlanForm
    template_name = "twinning/partnership_plan.html"
    confirm, button = _("The plan"), _("Keep this plan")
    done = _("The plan is kept. It counts once every city has agreed to it.")

    def form_values(self):
        return super().form_values() | {"plan": plans.plan_of(self.partnership)}


class PlanAdopt(PartnershipStep):
    transition = plans.adopt_plan
    confirm, button = _("Agree to the plan?"), _("Agree to it")
    effect = _("Once every city has agreed, the plan counts. For a new partnership, the term of 24 months then begins.")
    done = _("Your city has agreed to the plan.")


class StepAdd(PartnershipStep):
    transition = plans.add_step
    own_form = forms.StepForm
    confirm, button = _("Add a step to the plan"), _("Add it")
    done = _("The step stands in the plan.")


class StepTick(PartnershipStep):
    transition = plans.tick_step
    done = _("Noted as done.")

    def details(self, form):
        step = get_object_or_404(PlanStep, plan__partnership=self.partnership, pk=self.kwargs["pk"])
        return super().details(form) | {"step": step}


class Pause(PartnershipStep):
    transition = terms.pause
    own_form = forms.ReasonForm
    confirm, button = _("Pause the partnership?"), _("Pause it")
    effect = _("There are no reminders, and the term stands still. After twelve months the review begins.")
    done = _("The partnership is paused. The others are told.")


class Resume(PartnershipStep):
    transition = terms.resume
    confirm, button = _("Go on with the partnership?"), _("Go on")
    effect = _("It goes on once every city wants it. The term ends later by the days of the break.")
    done = _("Your city wants to go on.")


class Leave(PartnershipStep):
    transition = terms.leave
    own_form = forms.ReasonForm
    confirm, button, kind = _("Leave the partnership?"), _("Leave it"), "danger"
    effect = _("The others read your reason. Your city is then asked what it learned.")
    done = _("Your city has left the partnership.")


class ReviewBegin(PartnershipStep):
    transition = terms.review
    confirm, button = _("Begin the review now?"), _("Begin the review")
    effect = _("Each city says what it learned. Then you go on together, or end the partnership.")
    done = _("The review has begun. Each city is asked.")


class ReviewFile(PartnershipStep):
    transition = terms.file_review
    own_form = forms.ReviewForm
    confirm, button = _("What did your city learn?"), _("File it")
    effect = _("The others read it once all have filed, or after 45 days.")
    done = _("Filed. Thank you.")

    def form_values(self):
        there = set(reviewing.filed(self.partnership).values_list("city", flat=True))
        asked = [each.city for each in self.led(reviewing.asked_partners(self.partnership))]
        return {"cities": [each for each in asked if each.pk not in there] or asked}


class Renew(PartnershipStep):
    transition = terms.renew
    confirm, button = _("Go on with a next cycle?"), _("Go on")
    effect = _("Once every city wants it, a new term of 24 months begins, and you write a new plan.")
    done = _("Your city wants a next cycle.")


class Close(PartnershipStep):
    transition = terms.close
    confirm, button, kind = _("Close the partnership?"), _("Close it"), "danger"
    effect = _("It ends today. What was learned stays, and stands on the public card where every city agreed to that.")
    done = _("The partnership is closed.")


class MakePublic(PartnershipStep):
    transition = lifecycle.make_public
    confirm, button = _("Show a public card?"), _("Show it")
    effect = _("Everybody then reads cities, aims, dates and results, once every partner wants it.")
    done = _("Your city wants the public card.")


class MakeInternal(PartnershipStep):
    transition = lifecycle.make_internal
    confirm, button = _("Show it to members only?"), _("Members only")
    effect = _("From now on only members of the network see it.")
    done = _("Only members see it now.")


class NoteWrite(PartnershipStep):
    transition = lifecycle.note_down
    own_form = forms.NoteForm
    confirm, button = _("A note for the partners"), _("Keep it")
    done = _("Kept.")

    @property
    def form_class(self):
        own = self.own_partners
        return partial(self.own_form, initial={"note": own[0].note} if own else {}, **self.form_values())
