from onedoor.queueing.errors import ErrorCode, QueueingError


def test_an_error_carries_its_code_and_details() -> None:
    error = QueueingError(ErrorCode.counter_taken, counter=3)
    assert error.code is ErrorCode.counter_taken
    assert error.detail == {"counter": 3}


def test_an_error_without_details_has_empty_details() -> None:
    assert QueueingError(ErrorCode.nobody_waiting).detail == {}


def test_an_error_reads_as_its_code() -> None:
    assert str(QueueingError(ErrorCode.desk_changed, turn=1)) == "desk_changed"


def test_every_code_has_the_value_of_its_name() -> None:
    assert all(code.value == code.name for code in ErrorCode)
