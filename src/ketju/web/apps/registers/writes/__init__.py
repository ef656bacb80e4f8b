"""Every write to registers: one transaction of loading, asking the core, saving, and noting it."""
