"""What a registrar writes down when a join request is checked and decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..duplicates import duplicates_of
from ..models import Evidence, JoinRequest

WORDS = forms.Textarea(attrs={"rows": 4})
SHORT_WORDS = forms.Textarea(attrs={"rows": 2})
RESULTS = [each for each in Evidence.Result.choices if each[0] != Evidence.Result.OPEN]


class AskForm(forms.Form):
    asked_for = forms.CharField(
        label=_("What is missing"),
        max_length=2000,
        widget=WORDS,
        help_text=_("The person reads these words in the mail. Say what would be enough, and where to find help."),
    )


class RefuseForm(forms.Form):
    reason_code = forms.ChoiceField(label=_("Reason"), choices=JoinRequest.Reason.choices)
    reason_text = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        widget=WORDS,
        help_text=_("The person reads these words. Say what they can do instead."),
    )


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("The request that stays"),
        queryset=JoinRequest.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("Files and evidence can be read from both. The sender is told."),
    )

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = duplicates_of(request)


class CheckForm(forms.Form):
    evidence = forms.ModelChoiceField(queryset=Evidence.objects.none(), to_field_name="code", widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("What you found"), choices=RESULTS, widget=forms.RadioSelect)
    number_source_url = forms.URLField(
        label=_("Page of the official site that shows it"), required=False, assume_scheme="https"
    )
    shared = forms.BooleanField(
        label=_("Other authorities use this domain as well"),
        required=False,
        help_text=_("Then the address does not count alone."),
    )
    reason = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=SHORT_WORDS)

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = request.evidence.all()

    @classmethod
    def for_evidence(cls, request, evidence):
        """The empty form for one piece of evidence; only an address asks for its page and whether it is shared."""
        form = cls(
            request=request,
            prefix="check_evidence",
            auto_id=f"id_{evidence.code}_%s",
            initial={"evidence": evidence.code},
        )
        if evidence.kind != Evidence.Kind.DOMAIN_MAIL:
            del form.fields["shared"], form.fields["number_source_url"]
        return form

    def clean(self):
        found = super().clean()
        kind = getattr(found.get("evidence"), "kind", "")
        if found.get("result") == Evidence.Result.NOT_ACCEPTED and not found.get("reason"):
            self.add_error("reason", _("Say why it is not accepted."))
        needs_page = kind == Evidence.Kind.DOMAIN_MAIL and found.get("result") == Evidence.Result.CONFIRMED
        if needs_page and not found.get("number_source_url") and "number_source_url" not in self.errors:
            self.add_error("number_source_url", _("Give the page of the official site that shows this domain."))
        return found


class CallForm(forms.Form):
    number = LineField(
        label=_("Number you called"), max_length=60, help_text=_("From the official site, never from the form.")
    )
    number_source_url = forms.URLField(
        label=_("Page of the official site that shows the number"), assume_scheme="https"
    )
    spoken_with = LineField(label=_("Whom you spoke with"), max_length=160)
    result = forms.ChoiceField(label=_("What you found"), choices=RESULTS, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=SHORT_WORDS)
