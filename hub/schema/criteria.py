"""What every item is checked against: shown to the writer before the first field, answered by the moderator."""

from django.utils.translation import gettext_lazy as _

CRITERIA = (
    ("C1", _("It was done by a local authority, or with one.")),
    ("C2", _("It respects the three principles of the network.")),
    ("C3", _("Need and action are clear.")),
    ("C4", _("It says how strong its evidence is.")),
    ("C5", _("Somebody else could try it.")),
    ("C6", _("The safeguards are filled in.")),
)
CODES = tuple(code for code, _words in CRITERIA)
ANSWERS = ("yes", "change", "no")
