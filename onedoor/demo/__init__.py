"""A demonstration: the centre of Luang Prabang, and a lifelike day in it."""

from pathlib import Path

LUANG_PRABANG = Path(__file__).with_name("luang_prabang.toml")
