"""What comes in about runs: the largest group, where the round's own is too large for its cities."""

from django import forms


class RunForm(forms.Form):
    largest = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["largest"].choices = [(size, size) for size in range(2, round.largest + 1)]
