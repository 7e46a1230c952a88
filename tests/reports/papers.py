"""What a PDF holds, for tests: its page streams unpacked, its strings as text."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode


def streams(pdf: bytes) -> list[str]:
    """The drawing commands of each page, Latin-1 as they are written."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [
        zlib.decompress(a85decode(b"<~" + one.strip(), adobe=True)).decode("latin-1")
        for one in packed
    ]


def texts(pdf: bytes) -> str:
    """All strings set in Courier, one after the other; escapes of brackets undone."""
    found = re.findall(r"\(((?:\\.|[^\\()])*)\) Tj", "\n".join(streams(pdf)))
    return "\n".join(re.sub(r"\\([()\\])", r"\1", text) for text in found)
