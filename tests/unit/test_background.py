"""The door to green threads, in plain threads: what goes in comes out; errors and daemons behave."""

import threading

import pytest

from onedoor import background
from tests.waiting import eventually


def test_a_task_runs_beside_its_caller_with_its_arguments() -> None:
    may_go_on, heard = threading.Event(), list[str]()

    def work(word: str, *, times: int) -> None:
        may_go_on.wait()
        heard.append(word * times)

    task = background.start_task(work, "la", times=2)
    assert heard == []
    may_go_on.set()
    eventually(lambda: not task.is_alive(), says="the task ends")
    assert heard == ["lala"]


def test_a_task_never_keeps_the_process_alive() -> None:
    assert background.start_task(lambda: None).daemon


def test_blocking_work_answers_and_raises_as_if_called_directly() -> None:
    assert background.run_blocking(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        background.run_blocking(divmod, 7, 0)


def test_blocking_work_stays_in_the_thread_where_threads_are_real() -> None:
    assert background.run_blocking(threading.get_ident) == threading.get_ident()
