"""Reading and checking an existing register: rows, what they mean, what speaks against them, in plain words."""

from .cities import CityCheck
from .people import PersonCheck

CHECKS = {"cities": CityCheck, "people": PersonCheck}

__all__ = ["CHECKS", "CityCheck", "PersonCheck"]
