"""The register as a file that people write: ``ketju.yaml``, its JSON form, and the schema of both."""
