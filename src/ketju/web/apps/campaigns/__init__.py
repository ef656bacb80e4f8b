"""Campaigns: every customer is asked who its main user is, and who answered is seen."""
