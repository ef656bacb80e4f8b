"""Commands that the application adds to ``ketju``, as entry points of the group ``ketju.commands``."""
