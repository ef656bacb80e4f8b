"""The sources of ``examples/`` and the writers that turn them into documents of every input format."""
