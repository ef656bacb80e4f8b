"""Read a binary format in a child process with limits on memory, time, files and processes.

Parsers of binary formats are large and fed with bytes from anywhere. The child gets the bytes on its standard input
and answers with one line of JSON on its standard output; the parent believes nothing in it that is not exactly a
document or a known problem. Whatever happens to the child ends in a document or a ``Problem``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Any

from ketju.core.model.document import Document
from ketju.core.problems import Problem, SourceBroken, SourceHostile, SourceSlow, SourceTooLarge
from ketju.formats.document_json import document_from_json, json_from_document
from ketju.formats.format import Format, Source

SECONDS = 9.0
MEMORY = 448 << 20
MAX_REPLY = 96 << 20
MAX_COMPLAINT = 64 << 10
MAX_OPEN_FILES = 64
_MEMORY_WORDS = (
    b"MemoryError",
    b"memory allocation",
    b"bad_alloc",
    b"Cannot allocate memory",
    b"out of memory",
)
_PROBLEMS: dict[str, type[Problem]] = {
    kind.__name__: kind for kind in (SourceBroken, SourceHostile, SourceSlow, SourceTooLarge)
}


def read_isolated(
    format: Format,
    source: Source,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    read_in_process: bool = False,
) -> Document:
    """The document that the format reads from the source, read in a child process.

    ``seconds`` is the longest that reading may take, ``memory`` the address space of the child in bytes (where the
    system has such limits). ``read_in_process`` reads here and now instead: for tests and benchmarks only. Raises
    SourceSlow, SourceHostile, SourceTooLarge, SourceBroken.
    """
    if read_in_process:
        return _guarded(format, source)
    reply, complaint, timed_out, code = _ask_child(format.id, source, seconds, memory)
    if timed_out or code in (-24, 152):  # SIGXCPU
        raise SourceSlow(file=source.name, seconds=f"{seconds:g}")
    try:
        answer = json.loads(reply) if reply else None
        if isinstance(answer, dict) and "document" in answer:
            return document_from_json(answer["document"])
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict) and isinstance(answer.get("problem"), str):
        raise _problem_from(answer, source)
    if len(reply) > MAX_REPLY or any(word in complaint for word in _MEMORY_WORDS):
        raise SourceHostile(file=source.name, reason="memory")
    raise SourceBroken(file=source.name, format=format.id, reason="reader-died", line=0, column=0)


def _problem_from(answer: dict[str, Any], source: Source) -> Problem:
    """The problem that the child reports; of its words, only the parameters that such a problem has are kept."""
    kind = _PROBLEMS.get(answer["problem"], SourceBroken)
    given = answer.get("params")
    known = ("format", "reason", "line", "column", "seconds", "size", "limit")
    params = {name: str(given[name])[:200] for name in known if isinstance(given, dict) and name in given}
    return kind(file=source.name, **params)


def _ask_child(format_id: str, source: Source, seconds: float, memory: int) -> tuple[bytes, bytes, bool, int]:
    """(reply, complaints, whether time ran out, exit code) of a child that reads the source."""
    limits = [str(memory), f"{seconds:g}", source.name.encode("unicode_escape").decode("ascii")[-500:]]
    child = subprocess.Popen(
        [sys.executable, "-I", "-m", "ketju.formats.isolation", format_id, *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=None if sys.platform == "win32" else {},
        close_fds=True,
    )
    assert child.stdin and child.stdout and child.stderr
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        child.kill()

    clock = threading.Timer(seconds, stop)
    heard: list[bytes] = []
    helpers = [
        threading.Thread(target=_feed, args=(child.stdin, source.data), daemon=True),
        threading.Thread(target=_listen, args=(child.stderr, heard), daemon=True),
    ]
    clock.start()
    try:
        for helper in helpers:
            helper.start()
        reply = child.stdout.read(MAX_REPLY + 1)
    finally:
        if child.poll() is None and not timed_out.is_set():
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=0.5)
        child.kill()
        code = child.wait()
        clock.cancel()
        for helper in helpers:
            helper.join(timeout=1)
        for pipe in (child.stdout, child.stderr):
            pipe.close()
    return reply, b"".join(heard), timed_out.is_set(), code


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError), pipe:
        pipe.write(data)


def _listen(pipe: IO[bytes], heard: list[bytes]) -> None:
    """Keep the beginning of what a child complains of, and let it complain on."""
    with suppress(OSError, ValueError):
        heard.append(pipe.read(MAX_COMPLAINT))
        while pipe.read(MAX_COMPLAINT):
            pass


def _guarded(format: Format, source: Source) -> Document:
    """Read, with what is no Problem made one: nobody is shown a traceback."""
    try:
        return format.read(source)
    except Problem:
        raise
    except MemoryError:
        raise SourceHostile(file=source.name, reason="memory") from None
    except RecursionError:
        raise SourceHostile(file=source.name, reason="nesting") from None
    except Exception as error:
        reason = f"reader-failed ({type(error).__name__})"
        raise SourceBroken(file=source.name, format=format.id, reason=reason, line=0, column=0) from error


def _limit(memory: int, seconds: float) -> None:
    """Take from this process what a reader does not need. Systems without such limits have only the clock."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": int(seconds) + 1,
        "RLIMIT_NOFILE": MAX_OPEN_FILES,
        "RLIMIT_NPROC": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    for name, limit in wanted.items():
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


def main(arguments: list[str]) -> int:
    """The child: limits first, then the bytes, then one line of JSON."""
    format_id, memory, seconds, name = arguments
    _limit(int(memory), float(seconds))
    try:
        source = Source(sys.stdin.buffer.read(), name.encode("ascii").decode("unicode_escape"))
        document = _guarded(_format(format_id), source)
        reply = json.dumps(
            {"document": json_from_document(document)}, ensure_ascii=True, separators=(",", ":")
        )
    except Problem as problem:
        reply = json.dumps({"problem": type(problem).__name__, "params": problem.params})
    except MemoryError:
        reply = json.dumps({"problem": SourceHostile.__name__, "params": {"reason": "memory"}})
    sys.stdout.write(reply)
    sys.stdout.flush()
    return 0


def _format(format_id: str) -> Format:
    """The format of that id; its reader's module has the same name, so that no other needs to be loaded."""
    from importlib import import_module

    module = import_module(f"ketju.formats.readers.{format_id}")
    found: Format = module.FORMAT
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
