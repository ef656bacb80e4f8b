"""A web server for published folders: on 127.0.0.1 only, reading only, nothing outside of the folder."""

from __future__ import annotations

import os
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ketju.core.problems import Problem

HOST = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".yaml": "application/yaml; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


class FolderMissing(Problem):
    """There is no such folder to serve. Params: folder."""

    code = "serve.folder-missing"
    hint = "serve.folder-missing.hint"


class PortTaken(Problem):
    """Nothing can listen on the port. Params: port."""

    code = "serve.port-taken"
    hint = "serve.port-taken.hint"


class Server(ThreadingHTTPServer):
    """Serves one folder."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Where to look."""
        return f"http://{HOST}:{self.server_address[1]}/"


def server_for(folder: str, port: int) -> Server:
    """A server for a folder; port 0 takes any that is free. Raises FolderMissing and PortTaken."""
    root = Path(os.path.realpath(folder))
    if not root.is_dir():
        raise FolderMissing(folder=folder)
    try:
        return Server(root, port)
    except (OSError, OverflowError) as error:
        raise PortTaken(port=port) from error


class _Handler(SimpleHTTPRequestHandler):
    """Files of the folder by GET and HEAD; no listings, no hidden files, no links that lead out of it."""

    server: Server
    server_version = "ketju"
    sys_version = ""
    extensions_map = {"": "application/octet-stream", **TYPES}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        folder: Path = args[2].folder
        super().__init__(*args, directory=str(folder), **kwargs)

    def send_head(self) -> Any:
        """Refuse what is outside, before a file is opened."""
        path = self.translate_path(self.path)
        target = Path(os.path.realpath(path if "\0" not in path else self.server.folder.parent))
        inside = target == self.server.folder or self.server.folder in target.parents
        hidden = inside and any(part.startswith(".") for part in target.relative_to(self.server.folder).parts)
        if not inside or hidden or self.headers.get("Host", "").rpartition(":")[0] not in (HOST, "localhost"):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """A folder without a front page has nothing to show."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Every answer brings the headers that a real server should send."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Who looks at what is nobody's business."""
