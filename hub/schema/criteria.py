"""What a moderator asks of every version: shown to the writer before the first field, answered one by one at the end.

The last tells of safeguards, which only practices and lessons carry.
"""

from django.utils.translation import gettext_lazy as _

CRITERIA = (
    ("C1", _("It was done by a local authority, or with one.")),
    ("C2", _("It respects the three principles of the network.")),
    ("C3", _("It says clearly which need it answers and what is done.")),
    ("C4", _("It says how strong the evidence is.")),
    ("C5", _("Somebody else could try it from what is written.")),
    ("C6", _("Its safeguards are filled in.")),
)
YES, CHANGE, NO = "yes", "change", "no"
ANSWERS = ((YES, _("yes")), (CHANGE, _("to be changed")), (NO, _("no")))
CONCERNS = {"C1": "basics", "C2": "basics", "C3": "story", "C4": "results", "C5": "transfer", "C6": "safeguards"}


def section_of_criterion(code, sections):
    """The key of the section beside which a remark on this criterion stands: its own, else the second of the kind."""
    keys = [each.key for each in sections]
    wanted = CONCERNS.get(code, "")
    return wanted if wanted in keys else keys[min(1, len(keys) - 1)]
