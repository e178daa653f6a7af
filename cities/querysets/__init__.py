"""The words with which the rest of the portal asks for rows. `visible_to` is the one answer to "who may see"."""

from .cities import (
    CityQuerySet,
    ElectionQuerySet,
    MembershipQuerySet,
    MonthsAfter,
    RepresentativeQuerySet,
    SiteTextQuerySet,
    TermQuerySet,
    membership_over,
    suspended_on,
)
from .levels import LevelledQuerySet
from .parts import StrategyQuerySet, TeamQuerySet, VersionQuerySet, standing_parts
from .site import NewsQuerySet, PictureQuerySet, ShownQuerySet, TestimonialQuerySet

__all__ = [
    "CityQuerySet",
    "ElectionQuerySet",
    "LevelledQuerySet",
    "MembershipQuerySet",
    "MonthsAfter",
    "NewsQuerySet",
    "PictureQuerySet",
    "RepresentativeQuerySet",
    "ShownQuerySet",
    "SiteTextQuerySet",
    "StrategyQuerySet",
    "TeamQuerySet",
    "TermQuerySet",
    "TestimonialQuerySet",
    "VersionQuerySet",
    "membership_over",
    "standing_parts",
    "suspended_on",
]
