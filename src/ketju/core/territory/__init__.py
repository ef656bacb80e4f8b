"""Which places lie inside the EU and the EEA on a day, and which others have an adequacy decision."""
