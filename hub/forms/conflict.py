"""Two texts of one section: what stands there now, and what somebody else has just typed. The person chooses."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..schema import empty
from .content import tlp
from .words import JOINED, in_words, joined

MINE, SAVED, JOIN = "mine", "saved", "both"


@dataclass(frozen=True)
class Difference:
    """One field that differs, in words, and what may be chosen."""

    name: str
    label: str
    mine: str
    saved: str
    can_join: bool


class Both:
    """The typed form beside the version as it stands."""

    def __init__(self, form, version):
        self.form, self.version = form, version

    @cached_property
    def differences(self):
        return [self._difference(field) for field in self.form.section.fields if self._differs(field)]

    def _differs(self, field):
        mine, saved = self._sides(field)
        return field.name in self.form.to_keep and mine != saved

    def _sides(self, field):
        mine = self.form.values.get(field.name, ""), self.form.stricter.get(field.name, 0)
        level = self.version.stricter.get(field.name, 0)
        saved = self.version.content.get(field.name, ""), level if level in self.form.levels else 0
        return mine, saved

    def _difference(self, field):
        labels = {code: label for code, label, _definition in self.form.terms.options(field)}
        words = [self._in_words(field, *side, labels) for side in self._sides(field)]
        (mine, _level), (saved, _other) = self._sides(field)
        can_join = field.type in JOINED and not empty(mine) and not empty(saved) and mine != saved
        return Difference(field.name, field.label, *words, can_join)

    def _in_words(self, field, value, level, labels):
        words = in_words(field, value, labels)
        return "\n\n".join(filter(None, [words, level and _("Who may read this: %(who)s") % {"who": tlp(level)}]))

    def resolved(self, posted):
        """(values, stricter) as chosen field by field; what does not differ stays as it stands."""
        values, stricter = {}, {}
        for field in self.form.section.fields:
            (mine, level), (saved, other) = self._sides(field)
            choice = posted.get(f"choose_{field.name}", SAVED)
            value = mine if choice == MINE else joined(field, saved, mine) if choice == JOIN else saved
            chosen = level if choice == MINE else max(level, other) if choice == JOIN else other
            values[field.name] = value
            stricter |= {field.name: chosen} if chosen else {}
        kept = self.form.to_keep
        return {name: value for name, value in values.items() if name in kept or not empty(value)}, stricter
