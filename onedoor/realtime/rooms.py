"""Names of the rooms that events are sent to."""


def hall_room(hall_id: int) -> str:
    """The displays of one hall."""
    return f"hall:{hall_id}"


def desk_room(counter_id: int) -> str:
    """The pages of one counter."""
    return f"desk:{counter_id}"


def kiosk_room(device_id: int) -> str:
    """One kiosk."""
    return f"kiosk:{device_id}"


def managers_room(centre_id: int) -> str:
    """The live pages of a centre."""
    return f"managers:{centre_id}"


def queue_room(service_id: int) -> str:
    """The phones that follow the queue of one service."""
    return f"queue:{service_id}"


def ticket_room(ticket_id: int) -> str:
    """The phones that follow one ticket."""
    return f"ticket:{ticket_id}"


def phones_room(centre_id: int) -> str:
    """All phones that follow a ticket of a centre."""
    return f"phones:{centre_id}"


def centre_room(centre_id: int) -> str:
    """Every screen of a centre but the phones: the announced version goes here."""
    return f"centre:{centre_id}"
