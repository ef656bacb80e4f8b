"""What a browser calls itself, in words that people know: "Firefox", "Linux". Guesses: a browser may say anything."""

from __future__ import annotations

import re
from typing import Final

_BROWSERS: Final = (
    ("Edg(?:e|A|iOS)?/", "Microsoft Edge"),
    ("OPR/|Opera|OPiOS/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/|Chromium/", "Chrome"),
    ("Safari/", "Safari"),
    ("^curl/", "curl"),
)
"""The first that fits: many browsers say the names of others too."""
_SYSTEMS: Final = (
    ("iPhone|iPod", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh|Mac OS X", "macOS"),
    ("Linux|X11", "Linux"),
)


def browser_of(agent: str) -> str:
    """The browser, "" for one that is not known."""
    return _first(_BROWSERS, agent)


def system_of(agent: str) -> str:
    """What it runs on, "" where that is not known."""
    return _first(_SYSTEMS, agent)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, agent)), "")
