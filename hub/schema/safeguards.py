"""Which safeguards a practice must answer, by level of prevention and audience (rows add up)."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "legal_basis": _("Legal basis"),
    "necessity": _("Need and proportion"),
    "non_discrimination": _("Equal treatment"),
    "privacy": _("Data protection"),
    "consent": _("Free consent"),
    "oversight": _("Independent oversight"),
    "complaint": _("Complaint route"),
    "expression": _("Freedom of expression and belief"),
    "child": _("Rights of the child"),
    "gender": _("Gender effects"),
    "harm": _("Do no harm"),
}
SAFEGUARDS = tuple(NAMES)
ALWAYS = frozenset({"non_discrimination", "harm"})
FROM_SECONDARY = frozenset({"legal_basis", "privacy", "consent", "complaint"})
FROM_TERTIARY = frozenset({"necessity", "oversight", "expression"})
UNDER_18 = frozenset({"children", "adolescents"})


def mandatory_safeguards(levels, audience):
    """The codes that must be answered: by the highest level of prevention, and by whether minors are meant."""
    mandatory = set(ALWAYS)
    if {"secondary", "tertiary"} & set(levels):
        mandatory |= FROM_SECONDARY
    if "tertiary" in levels:
        mandatory |= FROM_TERTIARY
    if UNDER_18 & set(audience):
        mandatory.add("child")
    return mandatory
