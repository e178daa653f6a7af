"""What somebody writes who asks to join: one form for each page of the journey."""

from django import forms
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from scn_portal.files.forms import UploadField
from scn_portal.ui.forms import LineField

from ..countries import country_name
from ..models import Country, JoinRequest, Place, Representative, Term

Role = Representative.Role
NOT_AUTHORITIES = {
    "association": _("Association of local authorities"),
    "ngo": _("Non-governmental organisation"),
    "company": _("Company"),
    "person": _("Private person"),
}
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
OWN = "own"  # the answer "not in this list"


class StartForm(forms.Form):
    """The address to which everything goes, and the language in which we write."""

    email = forms.EmailField(
        label=_("Your work e-mail address"),
        error_messages={"required": _("Give your work e-mail address.")},
        max_length=254,
        help_text=_("We send you a link to your request. An address of your authority makes our check quicker."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language in which we write to you"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", (get_language() or "en")[:2])


class StepForm(forms.Form):
    """A page of the journey: made from a request, gives the values to save into it."""

    fields_of_request = {}
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, request_to_join, leaving=False, **kwargs):
        self.join_request = request_to_join
        self.leaving = leaving
        super().__init__(*args, **kwargs)
        for name, attribute in self.fields_of_request.items():
            self.initial.setdefault(name, getattr(request_to_join, attribute))
        self.initial["seen"] = self.fingerprint()
        if leaving:  # whoever leaves may leave gaps
            for field in self.fields.values():
                field.required = False

    def fingerprint(self):
        """What stands on this page now, as one word: tells whether another window has saved in the meantime."""
        values = [str(value) for value in self.present_values()]
        return salted_hmac("scn.join.page", "\x1f".join(values)).hexdigest()[:16]

    def present_values(self):
        return [getattr(self.join_request, name) for name in self.fields_of_request.values()]

    @property
    def replaces_newer(self):
        """Whether the page was filled from answers that another window has since replaced."""
        seen = self.cleaned_data.get("seen")
        return bool(seen) and seen != self.initial["seen"]

    def values(self):
        """The fields of the join request, as this page sets them."""
        return {self.fields_of_request[name]: self.cleaned_data[name] for name in self.fields_of_request}


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
        if (lat is None) != (lon is None) and not {"lat", "lon"} & set(self.errors):
            missing = "lat" if lat is None else "lon"
            self.add_error(missing, _("A point needs both numbers. Give this one too, or leave out both."))
        return self.cleaned_data

    def values(self):
        country = self.countries.get(self.cleaned_data.get("country"))
        return super().values() | {"proposed_country": country, "proposed_place": None}


class YouForm(StepForm):
    """Who asks, and in which role the person wants to act."""

    name = LineField(
        label=_("Your name as you use it"),
        error_messages={"required": _("Give your name.")},
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    office = LineField(
        label=_("Your office or post"),
        error_messages={"required": _("Give your office or post.")},
        max_length=160,
        help_text=_("For example: prevention coordinator, mayor’s office."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    telephone = LineField(
        label=_("Telephone at work"),
        max_length=40,
        required=False,
        help_text=_("Only for questions about this request. For the check we call the number on your official site."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    role = forms.ChoiceField(label=_("In which role do you want to act?"), widget=forms.RadioSelect)
    about = forms.CharField(
        label=_("What does your authority hope for?"),
        required=False,
        max_length=2000,
        help_text=_("A few sentences are enough. You may leave this out."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    fields_of_request = {
        "name": "name",
        "office": "office",
        "telephone": "telephone",
        "role": "role_wanted",
        "about": "about",
    }
    ROLES = {
        Role.LEAD_CONTACT: _("Lead contact: speaks for the authority in the network and invites colleagues"),
        Role.POLITICAL_LEAD: _("Political lead: the mayor, governor or councillor who signs for the authority"),
        Role.DEPUTY: _("Deputy contact: helps the lead contact and stands in"),
        Role.PRACTITIONER: _("Practitioner: shares and learns with colleagues of other cities"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = self.join_request.kind == JoinRequest.Kind.NEW_CITY
        roles = [Role.LEAD_CONTACT, Role.POLITICAL_LEAD] if first else list(self.ROLES)
        self.fields["role"].choices = [(role.value, self.ROLES[role]) for role in roles]

    def values(self):
        values = super().values()
        return values | {"role_wanted": values["role_wanted"] or self.join_request.role_wanted}


class PrinciplesForm(StepForm):
    """Each principle with its own tick. What was accepted stays accepted, in the words that stood there."""

    def __init__(self, *args, texts, accepted, **kwargs):
        self.texts, self.accepted = list(texts), accepted
        super().__init__(*args, **kwargs)
        for text in self.still_open:
            self.fields[field_name(text)] = forms.BooleanField(
                label=_("We stand by this principle."),
                required=not self.leaving,
                error_messages={"required": _("Tick “%(title)s” to go on.") % {"title": text.title}},
            )

    @property
    def still_open(self):
        return [text for text in self.texts if text.key not in self.accepted]

    def present_values(self):
        return [text.version for text in self.texts]

    def clean(self):
        """Nobody accepts words that were not on the page."""
        if self.replaces_newer:
            raise forms.ValidationError(_("The text of the principles has changed. Please read them again."))
        return self.cleaned_data

    def rows(self):
        """Each text with its tick, or None where it was accepted before, for the page."""
        return [(text, None if text.key in self.accepted else self[field_name(text)]) for text in self.texts]

    def ticked(self):
        return [text for text in self.still_open if self.cleaned_data.get(field_name(text))]


def field_name(text):
    return text.key.replace(".", "_")


class EvidenceForm(StepForm):
    """The code that was mailed, and a letter or a decision of the council."""

    code = LineField(
        label=_("Six-digit code from our mail"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
    )
    letter = UploadField(label=_("Letter of your mayor, governor or chief officer"), required=False)
    letter_on = forms.DateField(
        label=_("Date of the letter"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    decision_number = LineField(label=_("Number of the council’s decision"), max_length=60, required=False)
    decision_on = forms.DateField(
        label=_("Date of the decision"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    decision_link = forms.URLField(
        label=_("Where the decision can be read"), required=False, assume_scheme="https", max_length=300
    )

    def clean_code(self):
        """The digits alone; those of Arabic and Persian keyboards too."""
        code = self.cleaned_data["code"].translate(DIGITS)
        code = "".join(sign for sign in code if sign not in " -\u00a0")
        if code and not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("The code has six digits. Look for it in our newest mail."))
        return code

    def clean(self):
        """A date or a number alone says nothing: each paper needs what makes it findable."""
        given = self.cleaned_data
        if given.get("letter_on") and not given.get("letter") and "letter" not in self.errors:
            self.add_error("letter", _("Choose the file of the letter, or leave its date empty."))
        says = [given.get(name) for name in ("decision_number", "decision_on", "decision_link")]
        if any(says) and not says[0] and "decision_number" not in self.errors:
            self.add_error("decision_number", _("Give the number of the decision, as it stands in the minutes."))
        if any(says) and not says[1] and "decision_on" not in self.errors:
            self.add_error("decision_on", _("Give the date of the decision."))
        return given

    def documents(self):
        """What is to be added to the request: the kind of each paper, its upload, and what is known of it."""
        given = self.cleaned_data
        if given.get("letter"):
            yield "letter", given["letter"], {"document_on": given["letter_on"]}
        if given.get("decision_number"):
            found = {"number": given["decision_number"], "document_on": given["decision_on"]}
            yield "council_decision", None, found | {"address": given["decision_link"]}


class CheckForm(forms.Form):
    """The last look before sending."""

    summit_interest = forms.BooleanField(label=_("Tell us about the next summit of the network"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """The answer to a registrar who asked for something."""

    answer = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    document = UploadField(label=_("A document, if one was asked for"), required=False)
    document_on = forms.DateField(
        label=_("Date of the document"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
