"""The only door to python-escpos: importing it sets up logging for everybody and leaves a temporary folder behind."""

from __future__ import annotations

import logging
import os
import shutil

_own_handlers = list(logging.root.handlers)

from escpos import capabilities
from escpos.constants import RT_STATUS_ONLINE, RT_STATUS_PAPER
from escpos.exceptions import Error as EscposError
from escpos.printer import Dummy, File, Network, Serial, Usb

logging.root.handlers[:] = _own_handlers
if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)

__all__ = [
    "RT_STATUS_ONLINE",
    "RT_STATUS_PAPER",
    "Dummy",
    "EscposError",
    "File",
    "Network",
    "Serial",
    "Usb",
    "capabilities",
]
