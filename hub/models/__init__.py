"""What is: resources and their versions, files, collections and doors, saved searches, adoptions."""

from .adoptions import Adoption
from .around import Collection, CollectionItem, Door, Mismatch, ResourceFile, SavedSearch, SearchAlert, ZeroQuery
from .finding import FacetSet, FacetValue, IndexDocument, IndexLanguage, IndexTerm, IndexText, IndexWord, Posting
from .resources import Resource, ResourceCity, ResourceTerm
from .versions import Version

__all__ = [
    "Adoption",
    "Collection",
    "CollectionItem",
    "Door",
    "Mismatch",
    "FacetSet",
    "FacetValue",
    "IndexDocument",
    "IndexLanguage",
    "IndexTerm",
    "IndexText",
    "IndexWord",
    "Posting",
    "Resource",
    "ResourceCity",
    "ResourceFile",
    "ResourceTerm",
    "SavedSearch",
    "SearchAlert",
    "Version",
    "ZeroQuery",
]
