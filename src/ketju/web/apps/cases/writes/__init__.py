"""Every write to cases: one transaction of loading, asking the core, saving, and noting it."""
