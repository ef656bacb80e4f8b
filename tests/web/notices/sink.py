"""A mail server that fails in every way: it goes away before or after the content, answers 4xx, is slow."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.M)
_TO = re.compile(rb"RCPT TO:<([^>]*)>", re.I)


class Sink:
    """What arrived whole, by message id; how often the connection was dropped after a content without an answer."""

    def __init__(self, seed: int, trouble: float = 0.0, slow: float = 0.0) -> None:
        self.chance, self.trouble, self.slow = random.Random(seed), trouble, slow
        self.arrived: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.port = 0

    def hit(self, fault: str, share: float = 1.0) -> bool:
        found = self.chance.random() < self.trouble * share
        self.faults[fault] += found
        return found

    def keep(self, recipient: str, content: bytes) -> None:
        """For whoever wants to keep what arrives."""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.hit("421 at the door", 0.3):
                writer.write(b"421 4.3.2 busy\r\n")
                return
            writer.write(b"220 sink ESMTP\r\n")
            talk = _Talk(self, reader, writer)
            while line := await reader.readline():
                if not await talk.answer(line):
                    return
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    @contextmanager
    def running(self) -> Iterator[int]:
        """The port, while the context is open."""
        loop, ready = asyncio.new_event_loop(), threading.Event()

        ended = asyncio.Event()

        async def serve() -> None:
            async with await asyncio.start_server(self.talk, "127.0.0.1", self.port, limit=2**20) as server:
                self.port = server.sockets[0].getsockname()[1]
                ready.set()
                await ended.wait()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for one in others:
                one.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0.05)

        def run() -> None:
            loop.run_until_complete(serve())
            loop.close()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield self.port
        finally:
            loop.call_soon_threadsafe(ended.set)
            thread.join(10)


class _Talk:
    """One connection."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sink, self.reader, self.writer = sink, reader, writer
        self.is_refused, self.recipient = False, ""

    async def answer(self, line: bytes) -> bool:
        """Answer a command; whether the connection stays."""
        command = line[:4].upper()
        if command == b"EHLO":
            self.writer.write(b"250-sink\r\n250 PIPELINING\r\n")
        elif command == b"RCPT":
            self.writer.write(self._recipient(line))
        elif command == b"DATA" and self.is_refused:
            self.writer.write(b"554 5.5.1 nobody\r\n")
        elif command == b"DATA":
            return await self._content()
        elif command == b"QUIT":
            self.writer.write(b"221 bye\r\n")
            return False
        else:
            self.writer.write(b"250 ok\r\n")
        return True

    def _recipient(self, line: bytes) -> bytes:
        found = _TO.match(line)
        self.is_refused = True
        if found and found[1].startswith(b"gone"):
            return b"550 5.1.1 no such user\r\n"
        if self.sink.hit("4xx at the recipient"):
            return b"450 4.2.0 later\r\n"
        self.is_refused, self.recipient = False, found[1].decode() if found else ""
        return b"250 ok\r\n"

    async def _content(self) -> bool:
        sink = self.sink
        if sink.hit("gone before the content"):
            return False
        self.writer.write(b"354 go on\r\n")
        content = await self.reader.readuntil(b"\r\n.\r\n")
        if sink.slow:
            await asyncio.sleep(sink.slow * sink.chance.random())
        if sink.hit("gone within the content", 0.5):
            return False
        if sink.hit("4xx at the content"):
            self.writer.write(b"451 4.3.0 later\r\n")
            return True
        found = _ID.search(content)
        assert found
        sink.arrived[found[1].decode()] += 1
        sink.keep(self.recipient, content)
        if sink.hit("gone after the content"):
            return False
        self.writer.write(b"250 taken\r\n")
        return True
