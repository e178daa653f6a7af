"""What is: places and cities, joining, membership and people, the city's profile, governance, the public site."""

from .decisions import Advice, Decision, Priority
from .governance import Body, CompositionRule, Seat, SeatPerson, SeatTerm, Waiver
from .handover import Handover, HandoverNotice
from .imports import ImportRow, RegisterImport
from .joining import Evidence, JoinRequest, MailCode, PrincipleAcceptance
from .membership import Confirmation, Invitation, Membership, Representative, Suspension
from .news import NewsItem, NewsText
from .organisations import CityOrganisation, Organisation, OrganisationRole
from .pictures import Picture
from .places import City, CityDomain, CityName, Country, Election, OldSlug, Place, PlaceName, Term, TermLabel
from .profile import Profile, ProfileText
from .regions import NetworkRegion, RegionalHub
from .site import ContactMessage, SiteText
from .strategies import Strategy, StrategyVersion
from .teams import PreventionTeam, TeamTarget, TeamTraining
from .testimonials import Testimonial, TestimonialText

__all__ = [
    "Advice",
    "Body",
    "City",
    "CityDomain",
    "CityName",
    "CityOrganisation",
    "CompositionRule",
    "Confirmation",
    "ContactMessage",
    "Country",
    "Decision",
    "Election",
    "Evidence",
    "Handover",
    "HandoverNotice",
    "ImportRow",
    "Invitation",
    "JoinRequest",
    "MailCode",
    "Membership",
    "NetworkRegion",
    "NewsItem",
    "NewsText",
    "OldSlug",
    "Organisation",
    "OrganisationRole",
    "Picture",
    "Place",
    "PlaceName",
    "PreventionTeam",
    "PrincipleAcceptance",
    "Priority",
    "Profile",
    "ProfileText",
    "RegionalHub",
    "RegisterImport",
    "Representative",
    "Seat",
    "SeatPerson",
    "SeatTerm",
    "SiteText",
    "Strategy",
    "StrategyVersion",
    "Suspension",
    "TeamTarget",
    "TeamTraining",
    "Term",
    "TermLabel",
    "Testimonial",
    "TestimonialText",
    "Waiver",
]
