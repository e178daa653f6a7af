"""What a registrar writes down when a join request is checked and decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..duplicates import duplicates_of
from ..models import Evidence, JoinRequest

WORDS = forms.Textarea(attrs={"rows": 4})


class AskForm(forms.Form):
    text = forms.CharField(
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
        self.fields["into"].queryset = JoinRequest.objects.filter(
            pk__in=[each.pk for each in duplicates_of(request).requests]
        )


class CheckForm(forms.Form):
    result = forms.ChoiceField(
        label=_("What you found"),
        choices=[each for each in Evidence.Result.choices if each[0] != Evidence.Result.OPEN],
        widget=forms.RadioSelect,
    )
    number_source_url = forms.URLField(
        label=_("Page of the official site that shows it"),
        required=False,
        assume_scheme="https",
        help_text=_("For an address: the page that shows the domain. For a call: the page that shows the number."),
    )
    spoken_with = LineField(label=_("Whom you spoke with"), max_length=160, required=False)
    reason = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=WORDS)


class CallBackForm(forms.Form):
    number = LineField(label=_("Number you called"), max_length=60)
    number_source_url = forms.URLField(label=_("Page of the official site that shows it"), assume_scheme="https")
    spoken_with = LineField(label=_("Whom you spoke with"), max_length=160)
    result = CheckForm.base_fields["result"]
    reason = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=WORDS)
