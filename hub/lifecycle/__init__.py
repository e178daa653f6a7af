"""How it changes. The verbs of resources are called here; those of others through their module:
`lifecycle.publish(resource, by=…)`, `lifecycle.versions.release(version, by=…)`.
"""

from . import adoptions, files, merging, searches, sharing, versions
from .adoptions import record_adoption
from .resources import (
    archive,
    claim,
    confirm,
    fall_due,
    publish,
    resources,
    restore,
    start,
    start_network,
    start_recorded,
    take_down,
    withdraw,
)
from .sharing import allow_widening, choose_sharing, narrow, refuse_widening, share_with, widen

__all__ = [
    "adoptions",
    "allow_widening",
    "archive",
    "choose_sharing",
    "claim",
    "confirm",
    "fall_due",
    "files",
    "merging",
    "narrow",
    "publish",
    "record_adoption",
    "refuse_widening",
    "resources",
    "restore",
    "searches",
    "share_with",
    "sharing",
    "start",
    "start_network",
    "start_recorded",
    "take_down",
    "versions",
    "widen",
    "withdraw",
]
