"""Pictures as SVG: one file, one below another, in black, white and grays; no scripts, no links,
every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from artui.reports.pictures.layout import HEIGHT, WIDTH, Area, Box, Shape, Stroke, Words, shapes
from artui.reports.pictures.picture import Picture

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""


def svg_of(pictures: Sequence[Picture]) -> str:
    """The pictures as one SVG document, the same for the same pictures."""
    tall = HEIGHT * len(pictures)
    name = "; ".join(dict.fromkeys(picture.title for picture in pictures))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH * 2}"'
        f' height="{tall * 2}" role="img" aria-label={quoteattr(_text(name))}>',
        f"<title>{escape(_text(name))}</title>",
        f'<rect width="{WIDTH}" height="{tall}" fill="#fff"/>',
    ]
    for at, picture in enumerate(pictures):
        lines.append(f'<g transform="translate(0 {at * HEIGHT})" font-family="monospace">')
        lines += _drawn(picture)
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _drawn(picture: Picture) -> Iterator[str]:
    for shape in shapes(picture):
        yield _shape(shape)


def _shape(shape: Shape) -> str:
    if isinstance(shape, Box):
        return (
            f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}"'
            f' height="{_n(shape.height)}" fill="{_gray(shape.gray)}" stroke="#000"'
            ' stroke-width="0.5"/>'
        )
    if isinstance(shape, Stroke):
        dashes = ' stroke-dasharray="4 2"' if shape.dashed else ""
        return (
            f'<line x1="{_n(shape.x)}" y1="{_n(shape.y)}" x2="{_n(shape.to_x)}"'
            f' y2="{_n(shape.to_y)}" stroke="{_gray(shape.gray)}"'
            f' stroke-width="{_n(shape.weight)}"{dashes}/>'
        )
    if isinstance(shape, Area):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
        return f'<polygon points="{points}" fill="{_gray(shape.gray)}"/>'
    return _words(shape)


def _words(words: Words) -> str:
    anchor = f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    bold = ' font-weight="bold"' if words.bold else ""
    return (
        f'<text x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.size)}"{anchor}{bold}'
        f' xml:space="preserve">{escape(_text(words.text))}</text>'
    )


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _n(value: float) -> str:
    """A coordinate, to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _gray(gray: int) -> str:
    level = gray * 255 // 100
    return f"#{level:02x}{level:02x}{level:02x}"
