"""The visibility of a document, for the WHERE of every statement: who may see it is never filtered afterwards."""

from scn_portal.sharing import Sharing

EFFECTIVE = "CASE WHEN d.embargo_until > now() THEN d.embargo_level ELSE d.level END"
_BY_LEVEL = f"{EFFECTIVE} <= %(level)s AND d.level_from <= %(level)s AND d.level_to > %(level)s"
_OWN = "d.cities && %(cities)s::bigint[]"


def visible(reader):
    """(condition on `hub_indexdocument d`, its parameters): the one wording of each resource that this reader reads.

    People of a city that owns a resource, or is named in it, read it at AMBER, whatever their own level.
    """
    parameters = {"level": int(reader.level), "cities": sorted(reader.cities)}
    if reads_own(reader):
        return f"CASE WHEN {_OWN} THEN d.level_to = 3 ELSE {_BY_LEVEL} END", parameters
    return _BY_LEVEL, parameters


def told_otherwise(reader):
    """A condition on the few documents whose visibility does not follow from what is kept for each level: those with
    an embargo, which ends at its minute, and those that this reader reads through a city."""
    embargoed = "d.embargo_until IS NOT NULL"
    return f"{embargoed} OR {_OWN}" if reads_own(reader) else embargoed


def reads_own(reader):
    """Whether there may be documents that this reader alone reads, through their city."""
    return bool(reader.cities) and reader.level < Sharing.AMBER
