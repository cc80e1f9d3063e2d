import inspect

import pytest

from onedoor.printing import escpos_encoder, escpos_library
from onedoor.printing.escpos_encoder import encode
from onedoor.printing.protocol import PaperWidth
from onedoor.printing.ticket_image import draw
from tests.escpos_decoder import CUT, INITIALISE, UnknownCommand, decode, split_commands
from tests.paper import FOLLOW_URL, WIDTHS, qr_codes, same_dots, ticket_facts


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bytes_are_exactly_the_drawn_picture(width: PaperWidth) -> None:
    picture = draw(ticket_facts(), width)
    (ticket,) = decode(encode(picture))
    assert same_dots(ticket.picture, picture)
    assert ticket.is_cut


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_can_be_read_from_the_bytes(width: PaperWidth) -> None:
    (ticket,) = decode(encode(draw(ticket_facts(), width)))
    assert qr_codes(ticket.picture) == [FOLLOW_URL]


def test_a_job_begins_with_a_fresh_printer_and_ends_with_the_cut() -> None:
    commands, rest = split_commands(encode(draw(ticket_facts(), 576)))
    assert (commands[0].prefix, commands[-1].prefix, rest) == (INITIALISE, CUT, b"")


def test_nothing_but_the_job_is_printed_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    encode(draw(ticket_facts(), 576))
    assert capfd.readouterr().out == ""


def test_the_encoder_never_prints_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ".text(" not in inspect.getsource(escpos_encoder).replace("``text()``", "")
    lao_as_text = escpos_library.Dummy()
    lao_as_text.text("ສູນ")
    with pytest.raises(UnknownCommand):
        decode(lao_as_text.output)
