"""Why a rule refuses a command. The web layer alone turns a code into a status and translated words."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every reason for which a rule of the queue refuses; the last block has one code per action."""

    nobody_waiting = "nobody_waiting"
    unknown_service = "unknown_service"
    service_closed = "service_closed"
    issuing_stopped_clock = "issuing_stopped_clock"
    desk_changed = "desk_changed"
    counter_closed = "counter_closed"
    counter_taken = "counter_taken"
    counter_not_yours = "counter_not_yours"
    counter_busy = "counter_busy"
    counter_on_break = "counter_on_break"
    unknown_counter = "unknown_counter"
    unknown_turn = "unknown_turn"
    unknown_ticket = "unknown_ticket"
    same_service = "same_service"
    nobody_serves = "nobody_serves"

    cannot_call = "cannot_call"
    cannot_recall = "cannot_recall"
    cannot_start = "cannot_start"
    cannot_finish = "cannot_finish"
    cannot_mark_no_show = "cannot_mark_no_show"
    cannot_return = "cannot_return"
    cannot_hold = "cannot_hold"
    cannot_resume = "cannot_resume"
    cannot_transfer = "cannot_transfer"
    cannot_cancel = "cannot_cancel"
    cannot_expire = "cannot_expire"


class QueueingError(Exception):
    """A refused command: a code for programs, and details such as the status that was in the way."""

    def __init__(self, code: ErrorCode, /, **detail: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail: dict[str, object] = detail
