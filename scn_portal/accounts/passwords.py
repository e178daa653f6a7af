"""What a password must not be. Length and the list of common passwords come from Django."""

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WORDS_OF_THE_NETWORK = ["strongcities", "strong", "cities", "city", "network", "scn", "isd", "institute", "strategic"]
WORDS_OF_THE_NETWORK += ["dialogue", "portal", "password"]
LEAST_BESIDE = 8  # signs that must remain when known words are taken out


class MaximumLengthValidator:
    def __init__(self, max_length=128):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return ngettext(
            "Your password can have at most %(count)d sign.",
            "Your password can have at most %(count)d signs.",
            self.max_length,
        ) % {"count": self.max_length}


class NetworkWordsValidator:
    """Refuses a password that is little more than words of the network, the person or the person's city."""

    def validate(self, password, user=None):
        folded = plain(password)
        remains = folded
        for word in sorted(words_around(user), key=len, reverse=True):
            remains = remains.replace(word, "")
        if remains != folded and len(remains) < LEAST_BESIDE:
            raise ValidationError(
                _(
                    "This password is mostly made of words that others connect with you: the network, your city, your "
                    "name. Add words that have nothing to do with them."
                ),
                code="password_of_known_words",
            )

    def get_help_text(self):
        return _("Your password can’t be mostly made of the names of the network, your city or yourself.")


def plain(text):
    """Letters and digits only, without case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]", "", "".join(each for each in letters if not unicodedata.combining(each)))


def words_around(user):
    texts = list(WORDS_OF_THE_NETWORK)
    if user is not None and user.pk:
        texts += [*user.name.split(), *re.split(r"[@.]", user.email)]
        texts += [word for name in settings.PASSWORD_WORDS_FROM for word in import_string(name)(user)]
    return {word for word in map(plain, texts) if len(word) > 2}
