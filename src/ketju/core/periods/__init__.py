"""Periods: how long anything may take, under Regulation (EEC, Euratom) No 1182/71 or as a contract has it."""
