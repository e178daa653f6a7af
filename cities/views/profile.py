"""A city edits its own page: one section per page, each a form that loses nothing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.drafts import AutosaveMixin
from scn_portal.ui.forms import PortalFormMixin

from ..forms.parts import PictureForm
from ..forms.profile import ContactForm, LanguageForm, TextsForm, ThemesForm
from ..lifecycle import profile as lifecycle
from ..lifecycle.profile import profile_of
from ..models import Profile
from .editing import TABS, OnEditPage


class Section:
    """A part of the city's page: its form, what the form starts from, and the transition that takes it over."""

    def __init__(self, key, form_class, save, initial):
        self.key, self.title = key, dict(TABS)[key]
        self.form_class, self.save, self.initial = form_class, save, initial


def _texts(profile, language):
    text = profile and profile.texts.filter(language=language).order_by("-number").first()
    values = {"language": language, "seen": text.number if text else 0}
    if text:
        values |= {"summary": text.summary, "background": text.background, "approach": text.approach}
    return values


SECTIONS = {
    section.key: section
    for section in [
        Section("texts", TextsForm, lifecycle.write, _texts),
        Section(
            "themes",
            ThemesForm,
            lifecycle.choose_themes,
            lambda profile, _language: {"themes": profile.themes.all() if profile else []},
        ),
        Section(
            "picture",
            PictureForm,
            lifecycle.choose_picture,
            lambda profile, _language: {"picture": profile.picture_id if profile else None},
        ),
        Section(
            "contact",
            ContactForm,
            lifecycle.set_contact,
            lambda profile, _language: {"mailbox": profile.mailbox if profile else ""},
        ),
    ]
}


class SectionForm(PortalFormMixin, FormView):
    """The form of one section, filled with what the page shows now."""

    template_name = "cities/city_form.html"
    newer = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.section = SECTIONS.get(kwargs["section"])
        if self.section is None:
            raise Http404

    @property
    def profile(self):
        return Profile.objects.filter(city=self.city).first()

    @property
    def language(self):
        chosen = LanguageForm(self.request.POST or self.request.GET)
        return chosen.cleaned_data["language"] if chosen.is_valid() else (get_language() or "en")[:2]

    def get_form_class(self):
        return self.section.form_class

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        return given | {"city": self.city} if self.section.key == "picture" else given

    def get_initial(self):
        return self.section.initial(self.profile, self.language)

    def form_valid(self, form):
        try:
            self.section.save(profile_of(self.city), by=self.request.user, **form.cleaned_data)
        except lifecycle.Outdated as refusal:
            self.newer = refusal.newer
            form.data = form.data.copy()
            form.data["seen"] = refusal.newer.number
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. Your city's page shows it now."))
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse("cities:city_detail", args=[self.city.slug])


class CityEdit(OnEditPage, AutosaveMixin, SectionForm):
    """One section of the city's page. What is typed is kept on the server until it is saved."""

    @property
    def tab(self):
        return self.section.key

    def draft_name(self):
        return f"city_edit:{self.city.slug}:{self.section.key}:{self.language}"[-120:]

    def get_context_data(self, **kwargs):
        return super().get_context_data(section=self.section, newer=self.newer, language=self.language, **kwargs)
