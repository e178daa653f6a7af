"""What is: places and cities, joining, membership and people, the city's profile, the public site's texts."""

from .joining import Evidence, JoinRequest, MailCode, PrincipleAcceptance
from .membership import Confirmation, Invitation, Membership, Representative
from .places import City, CityDomain, CityName, Country, Place, PlaceName, Term, TermLabel
from .profile import Profile, ProfileText
from .site import ContactMessage, SiteText

__all__ = [
    "City",
    "CityDomain",
    "CityName",
    "Confirmation",
    "ContactMessage",
    "Country",
    "Evidence",
    "Invitation",
    "JoinRequest",
    "MailCode",
    "Membership",
    "Place",
    "PlaceName",
    "PrincipleAcceptance",
    "Profile",
    "ProfileText",
    "Representative",
    "SiteText",
    "Term",
    "TermLabel",
]
