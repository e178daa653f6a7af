"""What a city needs and offers: how it works with others, and a row for each theme."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.countries import language_choices
from scn_portal.ui.forms import LineField

from ..models import Profile, ThemeEntry
from ..models.profiles import SIZES

Need, Offer = ThemeEntry.Need, ThemeEntry.Offer
LANGUAGES = ("language_1", "language_2", "language_3")
EXPLAINED = {
    Profile.Capacity.CALLS: _("One call a month"),
    Profile.Capacity.VISITS: _("Visits: we can travel, or have guests"),
    Profile.Capacity.TEAM: _("A team of our own for it"),
}
NEEDS = [
    (Need.NONE, _("Nothing at present")),
    (Need.INTERESTED, _("We are interested")),
    (Need.PLANNED, _("We plan it this year")),
    (Need.PRIORITY, _("It is a priority now")),
]
OFFERS = [
    (Offer.NONE, _("Nothing at present")),
    (Offer.PAPERS, _("Papers, or a call")),
    (Offer.ADVICE, _("We did it, and advise")),
    (Offer.HOSTING, _("We host, or travel: our practice is published")),
]


@dataclass(frozen=True)
class Row:
    """A theme on the form, with its fields."""

    theme: object
    need: BoundField
    offer: BoundField
    proof: BoundField | None
    note: BoundField

    @property
    def is_open(self):
        """Whether the further questions stand open at once: something is said or wrong there."""
        more = [self.note, *([self.proof] if self.proof else [])]
        return any(each.value() or each.errors for each in more)

    @property
    def lacks_practice(self):
        return bool(self.offer.errors) and self.proof is None


class ProfileForm(forms.Form):
    """`themes` are the terms, `practices` the city's published items by code of theme."""

    capacity = forms.TypedChoiceField(
        label=_("How much can your city take on?"),
        choices=list(EXPLAINED.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )
    language_1 = forms.ChoiceField(
        label=_("Language in which you can work"), help_text=_("A call or a visit would be held in it.")
    )
    language_2 = forms.ChoiceField(label=_("A second language"), required=False)
    language_3 = forms.ChoiceField(label=_("A third language"), required=False)
    sizes = forms.TypedMultipleChoiceField(
        label=_("Groups that suit you"),
        help_text=_("For matching rounds: how many cities in one group, yours included."),
        choices=[(size, ngettext("%(size)s city", "%(size)s cities", size) % {"size": size}) for size in SIZES],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_office = LineField(
        label=_("Office to contact"), help_text=_("The name of an office, not of a person."), max_length=160
    )
    about = forms.CharField(
        label=_("About your city's work"),
        help_text=_("What should another city know before it writes to you?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args, themes, practices, **kwargs):
        super().__init__(*args, **kwargs)
        self.themes, self.practices = list(themes), practices
        choices = language_choices()
        self.fields["language_1"].choices = choices
        for name in LANGUAGES[1:]:
            self.fields[name].choices = [("", _("None")), *choices]
        for theme in self.themes:
            self._add_row(theme.code, {"theme": theme})

    def _add_row(self, code, named):
        """The labels name the theme, for the list of problems; the row shows the short ones."""
        scale = {"coerce": int, "empty_value": 0, "required": False}
        need, offer = _("%(theme)s: we need") % named, _("%(theme)s: we offer") % named
        self.fields[f"need_{code}"] = forms.TypedChoiceField(label=need, choices=NEEDS, **scale)
        self.fields[f"offer_{code}"] = forms.TypedChoiceField(label=offer, choices=OFFERS, **scale)
        if found := self.practices.get(code):
            choices = [("", _("None")), *((each.code, str(each)) for each in found)]
            label = _("%(theme)s: your published practice") % named
            self.fields[f"proof_{code}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.fields[f"note_{code}"] = LineField(label=_("%(theme)s: note") % named, max_length=300, required=False)

    def rows(self):
        """What the page shows theme by theme."""
        for theme in self.themes:
            proof = self[f"proof_{theme.code}"] if f"proof_{theme.code}" in self.fields else None
            need, offer, note = (self[f"{name}_{theme.code}"] for name in ("need", "offer", "note"))
            yield Row(theme, need, offer, proof, note)

    def ways(self):
        """The fields before and after the themes: how the city works with others."""
        return [self[name] for name in ("capacity", *LANGUAGES, "sizes", "contact_office", "about")]

    def clean(self):
        given = super().clean()
        self.entries = [self._entry(theme, given) for theme in self.themes]
        wanted = [each["theme"] for each in self.entries if each["need"] == Need.PRIORITY]
        for theme in wanted[Profile.MOST_PRIORITIES :]:
            words = _("At most three themes are a priority now. Choose less for “%(theme)s” or another one.")
            self.add_error(f"need_{theme.code}", words % {"theme": theme})
        if not self.errors and not any(each["need"] or each["offer"] for each in self.entries):
            self.add_error(None, _("Name at least one theme that you need or offer."))
        return given

    def _entry(self, theme, given):
        code = theme.code
        found = {each.code: each for each in self.practices.get(code, [])}
        entry = {name: given.get(f"{name}_{code}") or 0 for name in ("need", "offer")}
        proof = found.get(given.get(f"proof_{code}"))
        if entry["offer"] == Offer.HOSTING and proof is None:
            proof = self._only_one(theme, list(found.values()))
        return entry | {"theme": theme, "proof": proof, "note": given.get(f"note_{code}") or ""}

    def _only_one(self, theme, found):
        """The practice behind an offer to host: where the city has just one on the theme, that is it."""
        if len(found) == 1:
            return found[0]
        if found:
            words = _("Choose which practice stands behind your offer on “%(theme)s”.")
            self.add_error(f"proof_{theme.code}", words % {"theme": theme})
            return None
        words = _(
            "Your city has no published practice on “%(theme)s” yet, so it cannot offer to host or travel."
            " We have put “We did it, and advise” there: send the form again if that is right."
        )
        self.add_error(f"offer_{theme.code}", words % {"theme": theme})
        self.data = self.data.copy()
        self.data[self.add_prefix(f"offer_{theme.code}")] = str(Offer.ADVICE.value)
        return None

    def said(self):
        """What the lifecycle takes."""
        given = self.cleaned_data
        languages = list(dict.fromkeys(given[name] for name in LANGUAGES if given[name]))
        kept = {name: given[name] for name in ("capacity", "contact_office", "about")}
        return kept | {"languages": languages, "sizes": sorted(given["sizes"]), "themes": self.entries}


def values_of_profile(profile, city):
    """What the form starts from: the profile, or what the portal knows of the city."""
    if profile is None:
        known = [each for each in city.languages if isinstance(each, str)]
        return {"language_1": known[0] if known else "en", "sizes": list(SIZES), "capacity": Profile.Capacity.CALLS}
    values = {name: getattr(profile, name) for name in ("capacity", "sizes", "contact_office", "about")}
    values |= dict(zip(LANGUAGES, profile.languages, strict=False))
    for each in profile.theme_entries.select_related("theme", "proof"):
        code = each.theme.code
        values |= {f"need_{code}": each.need, f"offer_{code}": each.offer, f"note_{code}": each.note}
        values[f"proof_{code}"] = each.proof.code if each.proof else ""
    return values
