"""Names that stay the same for ever: of the list, of its versions, and of each sub-processor in it.

They are URNs of RFC 9562 made of the hash of the first version, which a folder never forgets, and of ids that the
register never reuses. A tag URI would need a domain that the publisher owned on a day, and a web address changes.
"""

from __future__ import annotations

from uuid import NAMESPACE_OID, UUID, uuid5

from ketju.core.model.publication import Publication, PublishedVersion

VERSIONS = "versions"
"""The folder of versions."""


def list_id(publication: Publication) -> str:
    """The name of the list."""
    return _seed(publication).urn


def version_id(publication: Publication, version: PublishedVersion) -> str:
    """The name of a version: one that comes back after another has a name of its own."""
    return uuid5(_seed(publication), f"version/{version.number}/{version.digest}").urn


def entry_id(publication: Publication, entry: str) -> str:
    """The name of a sub-processor by its id in the register."""
    return uuid5(_seed(publication), f"entry/{entry}").urn


def version_path(digest: str) -> str:
    """The path of the file of a version."""
    return f"{VERSIONS}/{digest}.json"


def _seed(publication: Publication) -> UUID:
    return uuid5(NAMESPACE_OID, publication.versions[0].digest)
