"""What somebody writes who asks to join: one form for each page of the journey."""

from django import forms
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scn_portal.files.checks import PAPERS
from scn_portal.files.forms import UploadField
from scn_portal.ui.forms import LineField

from ..models import JoinRequest, Representative

Role = Representative.Role
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


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
    letter = UploadField(label=_("Letter of your mayor, governor or chief officer"), accepts=PAPERS, required=False)
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
    document = UploadField(label=_("A document, if one was asked for"), accepts=PAPERS, required=False)
    document_on = forms.DateField(
        label=_("Date of the document"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
