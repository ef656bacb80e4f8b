"""The register as data: canonical form and hash, ids, and what applies to which product, region, customer."""
