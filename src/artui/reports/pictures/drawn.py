"""Pictures as PDF: two on a page of A4, the same bytes for the same pictures and moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from artui.reports.pdf import Place, begun, set_line
from artui.reports.pictures.layout import HEIGHT, Area, Box, Shape, Stroke, Words, shapes, wide
from artui.reports.pictures.picture import Picture

_LEFT, _TOP, _PAGE = 58, 800, 2
_SPACE = 40
"""Points between the two pictures of a page."""


def pictures_pdf(pictures: Sequence[Picture], *, moment: int) -> bytes:
    """The pictures as one PDF that bears a ``moment``, in microseconds since 1970 UTC.

    Refuses where the extra ``pdf`` isn't installed.
    """
    canvas, sheet = begun("; ".join(dict.fromkeys(one.title for one in pictures)), moment)
    for at, picture in enumerate(pictures):
        if at and at % _PAGE == 0:
            canvas.showPage()
        top = _TOP - at % _PAGE * (HEIGHT + _SPACE)
        for shape in shapes(picture):
            _draw(canvas, shape, top)
    canvas.save()
    return sheet.getvalue()


def _draw(canvas: Any, shape: Shape, top: float) -> None:
    if isinstance(shape, Words):
        set_line(canvas, shape.text, _place(shape, top))
    elif isinstance(shape, Box):
        canvas.setFillGray(shape.gray / 100)
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.5)
        low = top - shape.y - shape.height
        canvas.rect(_LEFT + shape.x, low, shape.width, shape.height, fill=1)
        canvas.setFillGray(0)
    elif isinstance(shape, Stroke):
        canvas.setStrokeGray(shape.gray / 100)
        canvas.setLineWidth(shape.weight)
        canvas.setDash([4, 2] if shape.dashed else [])
        canvas.line(_LEFT + shape.x, top - shape.y, _LEFT + shape.to_x, top - shape.to_y)
        canvas.setDash([])
    else:
        _area(canvas, shape, top)


def _area(canvas: Any, area: Area, top: float) -> None:
    path = canvas.beginPath()
    for at, (x, y) in enumerate(area.points):
        (path.lineTo if at else path.moveTo)(_LEFT + x, top - y)
    path.close()
    canvas.setFillGray(area.gray / 100)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFillGray(0)


def _place(words: Words, top: float) -> Place:
    taken = wide(words.text, words.size)
    left = words.x - {"start": 0, "middle": taken / 2, "end": taken}[words.anchor]
    return Place(_LEFT + left, top - words.y, words.size, words.bold)
