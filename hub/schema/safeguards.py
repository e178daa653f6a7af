"""Which safeguards a practice must answer, by level of prevention and audience (rows add up)."""

SAFEGUARDS = (
    "legal_basis", "necessity", "non_discrimination", "privacy", "consent", "oversight",
    "complaint", "expression", "child", "gender", "harm",
)  # fmt: skip
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
