"""Lists in vocabularies of others: linked data with DPV and schema.org, and TILT."""
