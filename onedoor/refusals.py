"""Refusals that are no rules of the queue: who may do what, input that cannot be read, things that do not exist."""

from enum import StrEnum


class WebErrorCode(StrEnum):
    """Why a request is refused before any rule looks at it."""

    invalid_input = "invalid_input"
    not_json = "not_json"
    too_large = "too_large"
    not_a_picture = "not_a_picture"
    too_many_pixels = "too_many_pixels"
    not_found = "not_found"
    method_not_allowed = "method_not_allowed"
    sign_in_needed = "sign_in_needed"
    wrong_role = "wrong_role"
    wrong_password = "wrong_password"
    sign_in_delayed = "sign_in_delayed"
    too_many_requests = "too_many_requests"
    too_many_tickets = "too_many_tickets"
    device_not_enrolled = "device_not_enrolled"
    code_used = "code_used"
    code_taken = "code_taken"
    https_needed = "https_needed"
    foreign_origin = "foreign_origin"
    unknown_printer = "unknown_printer"
    unknown_hall = "unknown_hall"
    unknown_device = "unknown_device"
    unknown_person = "unknown_person"
    name_taken = "name_taken"
    unknown_print_job = "unknown_print_job"
    server_error = "server_error"
    database_unavailable = "database_unavailable"
    not_ready = "not_ready"


class WebError(Exception):
    """A refused request; `detail` tells a program more, such as the fields that were wrong."""

    def __init__(self, code: WebErrorCode, /, **detail: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail
