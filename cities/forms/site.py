"""What visitors write to the network."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import ContactMessage


class ContactForm(forms.ModelForm):
    class Meta:
        model = ContactMessage
        fields = ["name", "email", "topic", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 7})}
        help_texts = {
            "email": _("A copy of your message and our answer go to this address."),
            "text": _("Please leave out names and details of people at risk. For an emergency, call your police."),
        }
