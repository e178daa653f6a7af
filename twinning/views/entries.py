"""A city enters a round, brings its entry up to date, keeps its private list, withdraws."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scn_portal.ui.views import TransitionView

from .. import entering
from ..forms.rounds import ConsentForm, PrivateListForm
from ..lifecycle import entries
from ..models import Entry
from .own_city import ActingForm, ForOwnCity


class EntryEdit(ForOwnCity, ActingForm):
    """What the city brings along, as its profile says it now; consent; one button."""

    template_name = "twinning/entry_form.html"
    form_class = ConsentForm

    @cached_property
    def profile(self):
        return entering.profile_of(self.city)

    def get_context_data(self, **context):
        missing = entering.what_is_missing(self.city, self.profile)
        brought = entering.taken_from(self.profile) if self.profile else {"needs": {}, "offers": {}}
        return super().get_context_data(
            **{"entry": self.entry, "profile": self.profile, "missing": missing, "brought": table_of(brought)} | context
        )

    def get_success_url(self):
        return self.page

    def act(self, form):
        given = {"by": self.request.user, "consents": form.cleaned_data["consents"]}
        if self.entry is None:
            entries.enter(within=self.city, round=self.round, **given)
            return _("Your city takes part. You can change or withdraw the entry until the round closes.")
        step = entries.change if self.entry.status == Entry.Status.IN else entries.enter_again
        step(self.entry, **given)
        return _("Your entry says what your profile says now.")


def table_of(brought):
    return entering.table_of(brought["needs"], brought["offers"])


class OwnEntry(ForOwnCity):
    """Only where the city has entered; without an entry there is no such page."""

    def get_object(self):
        if self.entry is None:
            raise Http404
        return self.entry

    def get_success_url(self):
        return self.page


class EntryWithdraw(OwnEntry, TransitionView):
    transition = entries.withdraw
    confirm, button, kind = gettext_lazy("Withdraw the entry of your city?"), gettext_lazy("Withdraw"), "danger"
    effect = gettext_lazy("Your city is not matched. Until the round closes you can enter again.")
    done = gettext_lazy("Withdrawn. Until the round closes you can enter again.")


class PrivateList(OwnEntry, ActingForm):
    """The private list of a city: for its leads, and nobody else."""

    template_name = "twinning/private_list.html"
    form_class = PrivateListForm

    def dispatch(self, request, *args, **kwargs):
        self.get_object()  # a wrong address is answered before anything else
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"city": self.city}

    def get_initial(self):
        return {"cities": list(self.entry.vetoes.values_list("city", flat=True))}

    def get_context_data(self, **context):
        values = {"is_open": self.entry.status == Entry.Status.IN and self.round.status == self.round.Status.OPEN}
        return super().get_context_data(**values | {"listed": self.entry.vetoes.select_related("city")} | context)

    def act(self, form):
        entries.keep_private_list(self.entry, by=self.request.user, cities=form.cleaned_data["cities"])
        return _("Your private list is kept.")
