"""Pages of changes: propose, plan, gates, texts, customers, objections, letters, calendar."""
