"""What a moderator asks of every item. The writer reads it before the first field."""

from django.utils.translation import gettext_lazy as _

CRITERIA = (  # code, in a word, in plain words, the section it concerns most
    ("C1", _("A local authority"), _("It was done by a local authority, or together with one."), "basics"),
    (
        "C2",
        _("The principles"),
        _("It keeps to the three principles of the network. No group of people is named as a cause of violence."),
        "basics",
    ),
    ("C3", _("Need and action"), _("It says clearly which need was there, and what was done."), "story"),
    ("C4", _("Evidence"), _("It says how one knows. An honest “described” is welcome."), "results"),
    ("C5", _("Somebody else could try it"), _("Another city could begin with what is written here."), "transfer"),
    ("C6", _("Safeguards"), _("The safeguards that its work asks for are answered."), "safeguards"),
)


def section_of_criterion(code, sections):
    """The key of the section beside which a remark on this criterion stands: its own, else the second of the kind."""
    keys = [each.key for each in sections]
    wanted = next((section for known, _word, _words, section in CRITERIA if known == code), "")
    return wanted if wanted in keys else keys[min(1, len(keys) - 1)]
