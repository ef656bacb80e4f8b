"""Settings for all tests: what they find depends neither on how busy the machine is nor on how wide a terminal is."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

os.environ.pop("COLUMNS", None)  # tests that run beside each other are given the width of the terminal
