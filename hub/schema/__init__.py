"""What a version may say: one schema per kind, of sections with fields. See `fields.py` for what a field is."""

from .checking import Gap, empty, gaps, is_stated, problems_of
from .criteria import ANSWERS, CRITERIA, section_of_criterion
from .fields import NOT_STATED, NOT_STATED_CODE, Field, Need, Section, Type
from .kinds import SECTIONS, field_of, fields_of, sections_of
from .safeguards import NAMES as NAMES_OF_SAFEGUARDS
from .safeguards import SAFEGUARDS, mandatory_safeguards

__all__ = [
    "ANSWERS",
    "CRITERIA",
    "NAMES_OF_SAFEGUARDS",
    "NOT_STATED",
    "NOT_STATED_CODE",
    "SAFEGUARDS",
    "SECTIONS",
    "Field",
    "Gap",
    "Need",
    "Section",
    "Type",
    "empty",
    "field_of",
    "fields_of",
    "gaps",
    "is_stated",
    "mandatory_safeguards",
    "problems_of",
    "section_of_criterion",
    "sections_of",
]
