"""The last section: who may read the item, who owns it too, and from when on."""

from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.models import City
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing

from .. import lifecycle
from ..audience import audiences
from . import widgets
from .content import SectionForm, tlp

RED = "red"
LOCAL = "%Y-%m-%dT%H:%M"


class CitiesField(forms.Field):
    """Member cities, chosen one by one."""

    def __init__(self, known, **options):
        super().__init__(widget=widgets.Cities(attrs={"label": options["label"]}), required=False, **options)
        self.known = known
        self.widget.groups = [
            (country, [(each.slug, each.name) for each in group])
            for country, group in groupby(known.values(), key=lambda city: city.country.name)
        ]

    def clean(self, value):
        if unknown := [slug for slug in value if slug not in self.known]:
            raise forms.ValidationError(_("“%(city)s” is no member city.") % {"city": unknown[0][:60]})
        return [self.known[slug] for slug in value]


class SharingSectionForm(SectionForm):
    """The last section of an item that is not published yet."""

    sharing = forms.ChoiceField(
        label=gettext_lazy("Who may read this item"), widget=forms.RadioSelect(attrs={"data-look": "panels"})
    )
    embargo_until = forms.DateTimeField(
        label=gettext_lazy("Open it to these readers only from"),
        required=False,
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"}),
        error_messages={"invalid": gettext_lazy("Give a day and a time, such as 2027-03-01 09:00.")},
    )
    embargo_sharing = forms.TypedChoiceField(
        label=gettext_lazy("Until then it is read by"),
        choices=[("", "–"), *((int(level), tlp(level)) for level in (Sharing.GREEN, Sharing.AMBER))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, version, section, data=None, *, initial=None):
        super().__init__(version, section, data, initial=initial)
        self.resource = version.resource
        self._add_cities()
        self.fields["sharing"].choices = levels_explained(self.resource)
        kept = {name: getattr(self.resource, name) for name in ("sharing", "embargo_until", "embargo_sharing")}
        self.initial = {**self.initial, **kept, **{name: self._slugs(name) for name in ("co_owner", "named")}}

    def _add_cities(self):
        rows = City.objects.in_force().exclude(pk=self.resource.city_id).select_related("country")
        known = {each.slug: each for each in sorted(rows, key=lambda city: (city.country.name, city.folded))}
        tied = [each.city for each in self.resource.resource_cities.all()]
        known |= {city.slug: city for city in tied if city.slug not in known}
        self.fields["co_owner"] = CitiesField(
            known,
            label=_("Cities that own it too"),
            help_text=_("They did it with you, and read everything in it."),
        )
        self.fields["named"] = CitiesField(
            known,
            label=_("Named cities"),
            help_text=_("Their people read what you share at TLP:AMBER."),
        )

    def _slugs(self, role):
        return [each.city.slug for each in self.resource.resource_cities.all() if each.role == role]

    def clean_sharing(self):
        if self.cleaned_data["sharing"] == RED:
            raise forms.ValidationError(
                _("What is TLP:RED does not belong here: leave it out, and tell the people directly.")
            )
        return int(self.cleaned_data["sharing"])

    def clean(self):
        super().clean()
        until, level = self.cleaned_data.get("embargo_until"), self.cleaned_data.get("embargo_sharing")
        if until and until <= timezone.now():
            self.add_error("embargo_until", _("Choose a time that is still to come."))
        if (until is None) != (level is None) and "embargo_until" not in self.errors:
            missing = "embargo_sharing" if level is None else "embargo_until"
            self.add_error(missing, _("Say both until when, and who may read it until then."))
        if level is not None and level <= self.cleaned_data.get("sharing", -1):
            self.add_error("embargo_sharing", _("Until then fewer people must read it than afterwards."))

    def save_sharing(self, by):
        """Takes over what was chosen, where it fits; a refusal stands beside the question."""
        names = ("sharing", "co_owner", "named", "embargo_until", "embargo_sharing")
        if not any(name in self.errors for name in names):
            try:
                self._save_sharing(by)
            except TransitionRefused as refused:
                self.add_error("sharing", str(refused))

    def _save_sharing(self, by):
        chosen = self.cleaned_data
        if chosen["sharing"] != self.resource.sharing:
            self.resource = lifecycle.choose_sharing(self.resource, by=by, sharing=chosen["sharing"])
        ties = {name: {city.slug for city in chosen[name]} for name in ("co_owner", "named")}
        embargo = (chosen["embargo_until"], chosen["embargo_sharing"])
        kept = {name: set(self._slugs(name)) for name in ties}
        if ties != kept or embargo != (self.resource.embargo_until, self.resource.embargo_sharing):
            self.resource = lifecycle.share_with(
                self.resource,
                by=by,
                co_owners=chosen["co_owner"],
                named=chosen["named"],
                embargo_until=embargo[0],
                embargo_sharing=embargo[1],
            )


def levels_explained(resource):
    """Each level with its label, its plain name, and how many people that is."""
    counted = audiences(resource.reading_cities())
    lines = {
        Sharing.CLEAR: _("Everybody, on the open internet. A moderator looks at it first."),
        Sharing.GREEN: _("The people of all member cities. %(seen)s") % {"seen": seen_by(counted[Sharing.GREEN])},
        Sharing.AMBER: _("Your city, cities that own it too, and the cities that you name. %(seen)s")
        % {"seen": seen_by(counted[Sharing.AMBER])},
    }
    options = [(int(level), widgets.option_words(tlp(level), line)) for level, line in lines.items()]
    return [*options, (RED, widgets.option_words("TLP:RED", _("Only the people who are told in person.")))]


def seen_by(audience):
    """ "This will be seen by 37 people in 12 cities."."""
    people = ngettext("%(number)s person", "%(number)s people", audience.people) % {"number": audience.people}
    return ngettext(
        "This will be seen by %(people)s in %(number)s city.",
        "This will be seen by %(people)s in %(number)s cities.",
        audience.cities,
    ) % {"people": people, "number": audience.cities}
