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
    if reader.cities and reader.level < Sharing.AMBER:
        return f"CASE WHEN {_OWN} THEN d.level_to = 3 ELSE {_BY_LEVEL} END", parameters
    return _BY_LEVEL, parameters
