"""The rules, in a package for each group; a rule registers itself by standing there."""
