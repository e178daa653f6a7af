"""What the pages have in common on which a city edits its own page: tabs, the next step, two people at one form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import HiddenInput
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin

from ..completeness import Completeness
from ..lifecycle.outdated import Outdated
from ..part_rules import may_write_for
from .led import LedCity

TABS = [
    ("texts", gettext_lazy("Texts")),
    ("themes", gettext_lazy("Themes")),
    ("picture", gettext_lazy("Picture")),
    ("team", gettext_lazy("Prevention team")),
    ("strategies", gettext_lazy("Strategies")),
    ("organisations", gettext_lazy("Organisations")),
    ("contact", gettext_lazy("Contact")),
]


class OnEditPage(LedCity):
    """A page of the editing part. `tab` names the one that is open."""

    tab = ""

    def get_context_data(self, **kwargs):
        tabs = [
            (title, reverse("cities:city_edit", args=[self.city.slug, key]), key == self.tab) for key, title in TABS
        ]
        missing = Completeness(self.city).missing
        here = self.request.path
        next_step = next((each for each in missing if each.url != here), None)
        return super().get_context_data(tabs=tabs, next_step=next_step, **kwargs)


class WritingCity(OnEditPage):
    """For what a city may do in good standing alone."""

    def refuse_others(self, person):
        super().refuse_others(person)
        if not may_write_for(person, self.city):
            raise NotAllowed(_("Your city is on hold. Do the yearly check first; then everything opens again."))


class Saving(FormView):
    """Saves a form, says so, and leads on."""

    done = gettext_lazy("Saved. Your city's page shows it now.")

    def form_valid(self, form):
        self.save(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())


class EditForm(PortalFormMixin, Saving):
    """A form of the editing part: what is refused keeps what was typed; who saves second sees both."""

    template_name = "cities/part_form.html"
    heading = ""
    newer = ()
    refused_on = None  # the field beside which a file is refused

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Outdated as refusal:
            self.newer = self.what_is_newer(form, refusal.newer)
            form.data = form.data.copy()
            form.data["seen"] = self.seen_of(refusal.newer)
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(self.refused_on, refusal)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
        return self.form_invalid(form)

    def what_is_newer(self, form, row):
        """(label, words) of each field in which the row now differs from what was typed."""
        values = self.values_of(row)
        typed = [(bound, form.cleaned_data.get(bound.name)) for bound in form if bound.name in values]
        shown = [bound for bound, value in typed if not isinstance(bound.field.widget, HiddenInput)]
        mine = {bound.name: in_words(bound.field, value) for bound, value in typed}
        rows = [(bound.label, in_words(bound.field, values[bound.name]), mine[bound.name]) for bound in shown]
        return [(label, theirs) for label, theirs, own in rows if theirs != own]

    def get_context_data(self, **kwargs):
        given = {"heading": self.heading, "newer": self.newer, "back": self.get_success_url()}
        return super().get_context_data(**(given | kwargs))


def in_words(field, value):
    """The value of a form's field as people read it."""
    if value in (None, "", []):
        return "–"
    if hasattr(value, "strftime"):
        return date_format(value, "j F Y")
    if hasattr(field, "queryset"):
        rows = [value] if hasattr(value, "pk") else value
        return ", ".join(sorted(str(row) for row in rows)) or "–"
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))
