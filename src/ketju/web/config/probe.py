"""Ask an address whether the application lives: for containers, whose image has no other program for that."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit


def is_well(address: str) -> bool:
    """Whether the address answers with 200. It is asked by the name under which people reach the application."""
    parts = urlsplit(address)
    public = urlsplit(os.environ.get("KETJU_URL", address)).netloc
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=4)
    try:
        connection.request("GET", parts.path or "/", headers={"Host": public})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_well(sys.argv[1]) else 1)
