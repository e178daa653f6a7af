"""Which authority somebody asks for: found in the gazetteer, or named in own words."""

from math import cos, radians

from django import forms
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scn_portal.ui.forms import LineField

from ..countries import country_name
from ..models import Country, JoinRequest, Place, Term
from .joining import StepForm

NOT_AUTHORITIES = {
    "association": _("Association of local authorities"),
    "ngo": _("Non-governmental organisation"),
    "company": _("Company"),
    "person": _("Private person"),
}


class PlaceSearchForm(forms.Form):
    """The search for the place in the gazetteer: part of the address of the page, changes nothing."""

    q = LineField(
        label=_("Name of your city, municipality or region"),
        max_length=80,
        required=False,
        help_text=_("In any language and script. Accents and small typing errors do not matter."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)


def type_field():
    """The kinds of authority, then those who are something else and learn on the next page why that matters."""
    return forms.ChoiceField(
        label=_("What kind of body do you work for?"),
        error_messages={"required": _("Choose what kind of body you work for.")},
        widget=forms.RadioSelect,
        help_text=_("Only local and regional authorities can become members."),
    )


class AuthorityForm(StepForm):
    """What kind of authority it is, and where its official site is."""

    type = type_field()
    website = forms.URLField(
        label=_("Official website"),
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text=_("We look there for the address and the telephone number of your authority."),
    )
    fields_of_request = {"website": "proposed_website"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.terms = {each.code: each for each in Term.objects.of("authority_type") if each.code != "association"}
        self.fields["type"].choices = [(code, term.label) for code, term in self.terms.items()] + list(
            NOT_AUTHORITIES.items()
        )
        chosen = self.join_request.proposed_type
        self.initial.setdefault("type", chosen.code if chosen else None)

    def present_values(self):
        return [
            *super().present_values(),
            self.join_request.city_id,
            self.join_request.proposed_place_id,
            self.join_request.proposed_name,
            self.join_request.proposed_type_id,
        ]

    @property
    def other_kind(self):
        """The kind of body that cannot be a member, or None."""
        kind = self.cleaned_data.get("type")
        return kind if kind in NOT_AUTHORITIES else None

    def values(self):
        term = self.terms.get(self.cleaned_data.get("type"))
        return super().values() | {"kind": JoinRequest.Kind.NEW_CITY, "city": None, "proposed_type": term}


class ChosenPlaceForm(AuthorityForm):
    """A place of the gazetteer, chosen from the hits of a search."""

    place = forms.TypedChoiceField(
        label=_("Which of these is it?"),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your place, or name it yourself.")},
    )
    field_order = ["seen", "place", "type", "website"]

    def __init__(self, *args, hits=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(hit.pk, place_label(hit)) for hit in hits]
        self.initial.setdefault("place", self.join_request.proposed_place_id)

    def values(self):
        place = Place.objects.filter(pk=self.cleaned_data.get("place") or None).first()
        if place is None:
            return super().values()
        return super().values() | {
            "proposed_place": place,
            "proposed_name": place.name,
            "proposed_country": Country.objects.filter(pk=place.country_code).first(),
            "proposed_division": "",
            "proposed_lat": place.lat,
            "proposed_lon": place.lon,
        }


def place_label(place):
    """A place so that it cannot be taken for another of the same name."""
    facts = [country_name(place.country_code)]
    if place.population:
        facts.append(
            ngettext("%(count)s person", "%(count)s people", place.population)
            % {"count": number_format(place.population, force_grouping=True)}
        )
    if place.near:
        facts.append(_("near %(place)s") % {"place": place.near.name})
    apart = format_html_join(" · ", "<bdi>{}</bdi>", [(fact,) for fact in facts])
    return format_html('<span><b><bdi>{}</bdi></b> <span class="small">{}</span></span>', place.name, apart)


def is_far_from(country_code, lat, lon):
    """Whether the gazetteer knows the country, and no place of it within about 110 km: a point in the sea, a slip."""
    places = Place.objects.filter(country_code=country_code or "")
    reach = 1 / max(cos(radians(lat)), 0.05)  # degrees of longitude shrink towards the poles
    near = places.filter(lat__range=(lat - 1, lat + 1), lon__range=(lon - reach, lon + reach))
    return places.exists() and not near.exists()


class OwnPlaceForm(AuthorityForm):
    """A place that is not in the gazetteer, in the words of the person who asks."""

    name = LineField(
        label=_("Name of the authority"),
        max_length=160,
        error_messages={"required": _("Give the name of the authority.")},
    )
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose the country.")})
    division = LineField(label=_("State, province or region"), max_length=120, required=False)
    lat = forms.FloatField(
        label=_("Latitude of the town hall"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("In degrees, north of the equator above zero. Leave it out if you do not know it."),
    )
    lon = forms.FloatField(
        label=_("Longitude of the town hall"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("In degrees, east of Greenwich above zero."),
    )
    field_order = ["seen", "name", "country", "division", "type", "website", "lat", "lon"]
    fields_of_request = AuthorityForm.fields_of_request | {
        "name": "proposed_name",
        "division": "proposed_division",
        "lat": "proposed_lat",
        "lon": "proposed_lon",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.countries = {each.pk: each for each in Country.objects.all()}
        by_name = sorted((each.name, code) for code, each in self.countries.items())
        self.fields["country"].choices = [("", _("Choose a country")), *((code, name) for name, code in by_name)]
        self.initial.setdefault("country", self.join_request.proposed_country_id)

    def clean(self):
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        if {"lat", "lon"} & set(self.errors):
            return self.cleaned_data
        if (lat is None) != (lon is None):
            missing = "lat" if lat is None else "lon"
            self.add_error(missing, _("A point needs both numbers. Give this one too, or leave out both."))
        elif lat is not None and is_far_from(self.cleaned_data.get("country"), lat, lon):
            self.add_error("lat", _("This point is far from every place in that country. Please check both numbers."))
        return self.cleaned_data

    def values(self):
        country = self.countries.get(self.cleaned_data.get("country"))
        return super().values() | {"proposed_country": country, "proposed_place": None}
