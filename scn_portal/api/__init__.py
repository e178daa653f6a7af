"""The read interface for programs: one description, one way to be refused, one way to walk. Apps add what they know.

An app's `api.py` registers its answers with `@api.get(…)`; the addresses are put together once all are loaded.
"""

from .answering import ROOT, Refused, answered, api, open_to_all
from .cursor import following, later_than, opened

__all__ = ["ROOT", "Refused", "answered", "api", "following", "later_than", "open_to_all", "opened"]
