"""A clerk of the demonstration: looks at the desk, does what a person would do next, and waits as a person would."""

from collections.abc import Callable
from random import Random
from typing import Any

from onedoor.demo.day_clock import CLOSES, LUNCH_BEGINS, LUNCH_ENDS, DayClock
from onedoor.demo.http_client import HttpClient, Refused

# Minutes from the call to the desk, for somebody who hears it at once.
WALK = (0.3, 1.2)
PATIENCE = 1.5
SHARE_WHO_HAVE_LEFT = 0.06
SHARE_WHO_MISS_THE_FIRST_CALL = 0.10
SHARE_WITHOUT_A_COPY = 0.05
SHARE_WHO_GO_ON_TO_PAY = 0.08
SHARE_OF_ABSENTEES_WHO_COME_BACK = 0.4
# Service times of real desks are lognormal: most are short, a few take three times as long.
MEDIAN_OF_TARGET = 0.65
SPREAD = 0.45
AWAY_MINUTES = 6.0
BREAK_MINUTES = 12.0
IDLE_MINUTES = 0.5
Turn = dict[str, Any]


class Clerk:
    """One clerk at one counter, from opening it to closing it."""

    def __init__(self, client: HttpClient, counter: int, clock: DayClock, random: Random) -> None:
        self._client = client
        self._counter = counter
        self._clock = clock
        self._random = random
        self._break_at = random.uniform(9.75 * 60, 11 * 60)
        self._desk: dict[str, Any] = {}
        # Turns on hold or absent, by the minute at which the citizen stands at the desk again.
        self._back_at: dict[int, float] = {}

    def work(self) -> None:
        """Work until the centre closes and nobody waits any more."""
        self._open()
        while not self._clock.over.is_set() and not self._may_go_home():
            self._take_breaks()
            self._next_step()
        if not self._clock.over.is_set():
            self._command("closing")

    def _open(self) -> None:
        while not self._clock.over.is_set():
            self._command("opening")
            if self._desk.get("clerk_is_you"):
                return
            self._clock.wait(BREAK_MINUTES)

    def _may_go_home(self) -> bool:
        busy = self._desk["turn"] or self._desk["waiting"] or self._back_at
        return self._clock.minute() > CLOSES and not busy

    def _take_breaks(self) -> None:
        now = self._clock.minute()
        if self._desk["turn"] is not None:
            return
        if LUNCH_BEGINS <= now < LUNCH_ENDS:
            self._rest(LUNCH_ENDS - now)
        elif now > self._break_at:
            self._break_at = CLOSES
            self._rest(BREAK_MINUTES)

    def _rest(self, minutes: float) -> None:
        self._command("break")
        self._clock.wait(minutes)
        self._command("return-from-break")

    def _next_step(self) -> None:
        turn = self._desk["turn"]
        steps: dict[str, Callable[[Turn], None]] = {"called": self._receive, "serving": self._serve}
        if turn is None:
            self._call_somebody()
        else:
            steps[turn["status"]](turn)

    def _call_somebody(self) -> None:
        """Whoever came back to the desk goes first, with the missing copy or late, then the next one."""
        back = self._who_is_back()
        if back is not None:
            action = "resume" if back["status"] == "on_hold" else self._random.choice(("call", "return"))
            self._on_turn(back, action)
        elif not self._command("calls"):
            self._clock.wait(IDLE_MINUTES)

    def _who_is_back(self) -> Turn | None:
        now = self._clock.minute()
        here = next((turn for turn, minute in self._back_at.items() if minute <= now), None)
        if here is None:
            return None
        del self._back_at[here]
        return next((turn for turn in (*self._desk["on_hold"], *self._desk["absent"]) if turn["turn"] == here), None)

    def _receive(self, turn: Turn) -> None:
        """A called citizen comes, comes after a second call, or has left."""
        if self._happens(SHARE_WHO_HAVE_LEFT):
            self._call_in_vain(turn)
            self._on_turn(turn, "no-show")
            if self._happens(SHARE_OF_ABSENTEES_WHO_COME_BACK):
                self._expect_back(turn)
            return
        if self._happens(SHARE_WHO_MISS_THE_FIRST_CALL):
            self._call_in_vain(turn)
        self._clock.wait(self._random.uniform(*WALK))
        self._on_turn(turn, "start")

    def _call_in_vain(self, turn: Turn) -> None:
        self._clock.wait(PATIENCE)
        self._on_turn(turn, "recall")
        self._clock.wait(PATIENCE)

    def _serve(self, turn: Turn) -> None:
        self._clock.wait(self._service_minutes(turn["service"]))
        if self._happens(SHARE_WITHOUT_A_COPY):
            self._on_turn(turn, "hold")
            self._expect_back(turn)
        elif turn["service"] != "payment" and self._happens(SHARE_WHO_GO_ON_TO_PAY):
            self._on_turn(turn, "transfer", service="payment")
        elif LUNCH_BEGINS <= self._clock.minute() < LUNCH_ENDS:
            self._on_turn(turn, "finish")
        else:
            self._command("calls", turn=turn["turn"], state="serving")

    def _expect_back(self, turn: Turn) -> None:
        self._back_at[turn["turn"]] = self._clock.minute() + AWAY_MINUTES

    def _service_minutes(self, code: str) -> float:
        target = next(each["target_service_minutes"] for each in self._desk["services"] if each["code"] == code)
        return float(target) * MEDIAN_OF_TARGET * self._random.lognormvariate(0, SPREAD)

    def _on_turn(self, turn: Turn, action: str, **more: object) -> None:
        self._command(f"turns/{turn['turn']}/{action}", state=turn["status"], **more)

    def _command(self, path: str, **body: object) -> bool:
        """Carry out a command; after a refusal look at the desk again, as a person would."""
        try:
            self._desk = self._client.command(f"/counter/{self._counter}/{path}", **body)["desk"]
        except Refused:
            self._desk = self._client.get(f"/counter/{self._counter}/desk")["desk"]
            return False
        return True

    def _happens(self, share: float) -> bool:
        return self._random.random() < share
