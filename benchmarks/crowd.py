"""Thousands of pages in a process of their own, which tells when the last phone has heard of its queue.

Phones are not computed on the machine that serves them, so that the crowd takes the processor only when nothing else
wants it: Linux stamps each arrival, however late it is read.
"""

import gc
import os
import resource
import selectors
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple, Self

import websocket

from benchmarks.screens import EVENT, Packet, next_event, subscribed_screen

LONGEST_WAIT_SECONDS = 20.0
QUEUE_EVENT = f'{EVENT}["queue_'


class Screen(NamedTuple):
    """A page of the crowd: `headers` say who it is, `subscription` which screen."""

    headers: dict[str, str]
    subscription: dict[str, object]


def phone(token: str) -> Screen:
    """The phone that follows a ticket."""
    return Screen({}, {"screen": "phone", "token": token})


class Crowd:
    """These screens, all subscribed once the crowd exists. Use it inside `with`."""

    def __init__(self, port: int, screens: Sequence[Screen]) -> None:
        context = get_context("spawn")
        self._told, theirs = context.Pipe()
        self._process = context.Process(target=_Screens.run, args=(theirs, port, screens), daemon=True)
        self._process.start()
        self._told.recv()

    def last_arrival(self, since: float) -> Packet:
        """The first message of its queue after `since` on the phone that got it last.

        Raises RuntimeError if it is not on all phones within 20 s.
        """
        self._told.send(since)
        answer: Packet | str = self._told.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.join()


class _Screens:
    def __init__(self, asker: Connection, port: int, screens: Sequence[Screen]) -> None:
        self._asker = asker
        self._selector = selectors.DefaultSelector()
        self._selector.register(asker, selectors.EVENT_READ)
        self._heard: list[list[Packet]] = []
        for screen in screens:
            self._add(subscribed_screen(port, *screen), is_phone=screen.subscription["screen"] == "phone")
            self._listen(0)
        asker.send("all listen")

    @classmethod
    def run(cls, asker: Connection, port: int, screens: Sequence[Screen]) -> None:
        """Answer each question until the process ends."""
        gc.disable()
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        crowd = cls(asker, port, screens)
        while True:
            if crowd._listen(None):
                asker.send(crowd._last_arrival(asker.recv()))

    def _add(self, screen: websocket.WebSocket, *, is_phone: bool) -> None:
        heard: list[Packet] = []
        self._selector.register(screen, selectors.EVENT_READ, (screen, heard))
        if is_phone:
            self._heard.append(heard)

    def _listen(self, longest: float | None) -> bool:
        """Take in what comes; tells whether there is a question."""
        is_asked = False
        for key, _ in self._selector.select(longest):
            if key.data is None:
                is_asked = True
            else:
                self._hear(*key.data)
        return is_asked

    def _hear(self, screen: websocket.WebSocket, heard: list[Packet]) -> None:
        packet = next_event(screen)
        if packet and packet.text.startswith(QUEUE_EVENT):
            heard.append(packet)

    def _last_arrival(self, since: float) -> Packet | str:
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while missing := sum(not self._has_heard(heard, since) for heard in self._heard):
            if time.monotonic() > deadline:
                return f"{missing} of {len(self._heard)} phones have heard nothing"
            self._listen(0.05)
        firsts = [next(packet for packet in heard if packet.at >= since) for heard in self._heard]
        for heard in self._heard:
            heard.clear()
        return max(firsts, key=lambda packet: packet.at)

    @staticmethod
    def _has_heard(heard: list[Packet], since: float) -> bool:
        return bool(heard) and heard[-1].at >= since
