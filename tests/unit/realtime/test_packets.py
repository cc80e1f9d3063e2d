"""What a page may say, and what nobody has to take apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.realtime.packets import may_be_said

SUBSCRIBE = '["subscribe",{"screen":"display"}]'


@pytest.mark.parametrize("packet", ["0", '0{"token":"x"}', "1", f"2{SUBSCRIBE}", f"217{SUBSCRIBE}", '2["subscribe"]'])
def test_a_page_connects_subscribes_and_leaves(packet: str) -> None:
    assert may_be_said(packet)


@pytest.mark.parametrize(
    "packet",
    [
        None,
        b"\x00",
        {"a": 1},
        "",
        "2",
        "2{}",
        "2[]",
        "2[1]",
        '2["connect"]',
        '2["subscribe"',
        '2["subscribe",1,2]',
        '2["subscribe","\x00"]',
        f"2{'9' * 200}{SUBSCRIBE}",
        f"2/other,{SUBSCRIBE}",
        f'2["subscribe",{"9" * 101}]',
        "0/other,",
        '0{"a":',
        '51-["subscribe",{"_placeholder":true,"num":0}]',
        "3[1]",
        f'2["subscribe",{"[" * 4_000}{"]" * 4_000}]',
    ],
)
def test_anything_else_is_refused(packet: object) -> None:
    assert not may_be_said(packet)


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert may_be_said(text) in (True, False)
    assert may_be_said(f"2[{text}]") in (True, False)
