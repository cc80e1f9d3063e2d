"""Read the bytes of an ESC/POS printer back to the pictures that it would print."""

from dataclasses import dataclass

from PIL import Image, ImageOps

INITIALISE = b"\x1b@"
RASTER = b"\x1dv0"
CUT = b"\x1dV"
REAL_TIME_QUESTION = b"\x10\x04"
QUESTION_IN_TURN = b"\x1dr"

_LENGTHS = {INITIALISE: 2, b"\x1ba": 3, b"\x1bd": 3, b"\n": 1, REAL_TIME_QUESTION: 3, QUESTION_IN_TURN: 3}
_RASTER_HEADER = 8
_CUTS_WITH_FEED = (65, 66, 97, 98)


class UnknownCommand(Exception):
    """Bytes that are no command of this small printer: text, for instance, which it must never be sent."""


@dataclass(frozen=True)
class Command:
    """One whole command: its prefix and all its bytes."""

    prefix: bytes
    data: bytes

    @property
    def picture(self) -> Image.Image:
        """The rows of a raster command, black as 0."""
        width, height = _raster_size(self.data)
        black_is_one = Image.frombytes("1", (width, height), self.data[_RASTER_HEADER:])
        return ImageOps.invert(black_is_one)


@dataclass(frozen=True)
class Ticket:
    """One piece of paper: what is printed on it, and whether it was cut off the roll."""

    picture: Image.Image
    is_cut: bool


def decode(data: bytes) -> list[Ticket]:
    """The pieces of paper that these bytes make; a command that was cut short prints nothing."""
    tickets: list[Ticket] = []
    bands: list[Image.Image] = []
    for command in split_commands(data)[0]:
        if command.prefix == RASTER:
            bands.append(command.picture)
        elif command.prefix == CUT:
            tickets.append(Ticket(_joined(bands), is_cut=True))
            bands = []
    return [*tickets, Ticket(_joined(bands), is_cut=False)] if bands else tickets


def split_commands(data: bytes) -> tuple[list[Command], bytes]:
    """The whole commands, and the bytes of a last one that has not arrived completely."""
    commands: list[Command] = []
    while data:
        prefix, length = _first_command(data)
        if length is None or length > len(data):
            break
        commands.append(Command(prefix, data[:length]))
        data = data[length:]
    return commands, data


def _first_command(data: bytes) -> tuple[bytes, int | None]:
    """Prefix and length of the first command; the length is None while too little of it is there to tell."""
    for prefix in (*_LENGTHS, RASTER, CUT):
        if data.startswith(prefix):
            return prefix, _length(prefix, data)
        if prefix.startswith(data):
            return prefix, None
    raise UnknownCommand(data[:16])


def _length(prefix: bytes, data: bytes) -> int | None:
    if prefix == RASTER:
        return _raster_length(data)
    if prefix == CUT:
        return (4 if data[2] in _CUTS_WITH_FEED else 3) if len(data) > len(CUT) else None
    return _LENGTHS[prefix]


def _raster_length(data: bytes) -> int | None:
    if len(data) < _RASTER_HEADER:
        return None
    width, height = _raster_size(data)
    return _RASTER_HEADER + width // 8 * height


def _raster_size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[4:6], "little") * 8, int.from_bytes(data[6:8], "little")


def _joined(bands: list[Image.Image]) -> Image.Image:
    paper = Image.new("1", (bands[0].width, sum(band.height for band in bands)))
    top = 0
    for band in bands:
        paper.paste(band, (0, top))
        top += band.height
    return paper
