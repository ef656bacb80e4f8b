"""Every write to notices: one transaction of loading, asking the core, saving, and noting it."""
