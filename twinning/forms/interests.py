"""Asking another city, and answering it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.models import Resource

from ..models import Interest

EXPLAINED = {
    Interest.Wish.CALL: _("A call: an hour with the people who do it"),
    Interest.Wish.VISIT: _("A visit: a few days at their place or ours"),
    Interest.Wish.TWINNING: _("A lasting partnership"),
}


class WhomForm(forms.Form):
    """`?practice=` or `?city=`: what the form is about."""

    practice = forms.CharField(max_length=12, required=False)
    city = forms.SlugField(max_length=120, required=False, allow_unicode=True)

    def resource(self, user):
        """The item that is named, if this person reads it; else None."""
        code = self.cleaned_data.get("practice") if self.is_valid() else ""
        shown = Resource.objects.visible_to(user).shown().select_related("city")
        return shown.filter(code__iexact=code).first() if code else None


class InterestForm(forms.Form):
    """`askers` are the cities for which this person may ask, `asked` those that may be asked, `themes` the terms."""

    from_city = forms.ModelChoiceField(label=_("For which city"), queryset=None, empty_label=None)
    to_city = forms.ModelChoiceField(label=_("Whom do you ask?"), queryset=None, empty_label=None)
    wish = forms.ChoiceField(
        label=_("What do you wish for?"), choices=list(EXPLAINED.items()), widget=forms.RadioSelect
    )
    aim = forms.CharField(
        label=_("What would you like to learn?"),
        help_text=_("Two or three sentences. They are read by the leads of the other city."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, askers, asked, themes, **kwargs):
        super().__init__(*args, **kwargs)
        for name, cities in (("from_city", askers), ("to_city", asked)):
            self.fields[name].queryset = cities
            if len(cities) < 2:
                self.fields[name].widget = forms.HiddenInput()
        self.fields["themes"].queryset = themes
        if not themes:
            del self.fields["themes"]


class AnswerForm(forms.Form):
    """A word to the other city."""

    answer = forms.CharField(
        label=_("A word to the other city"),
        help_text=_("Whom should they write to, when would it suit you?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )


class RefusalForm(AnswerForm):
    """A word to the other city, when it is no."""

    answer = forms.CharField(
        label=_("A word to the other city"),
        help_text=_("You need not give a reason. Perhaps you know who could help them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )
