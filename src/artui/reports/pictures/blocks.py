"""A picture in the cells of a terminal: block characters, a fill of its own for each series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from artui.reports.pages import cells_of, cut, width
from artui.reports.pictures.curves import Scale, cell, lines_for, scale_for
from artui.reports.pictures.picture import Picture, above, under

FILLS = "█░▓▒▚"
"""What stands for the first, second … series."""

_LEAST_LINES = 4
_TICKS = 6


def block_lines(picture: Picture, columns: int, lines: int) -> list[str]:
    """The picture without its title as so many lines of so many cells; never less than it takes to
    be read."""
    head = [*(cut(text, columns) for text in picture.about), *_legend(picture, columns)]
    if not picture.series:
        return [*head, "", "Nothing to show."]
    rows = max(_LEAST_LINES, lines - len(head) - 3)
    return [*head, *(line.rstrip() for line in _Plot(picture, rows, columns).lines())]


def _legend(picture: Picture, columns: int) -> Iterator[str]:
    line = ""
    for fill, one in zip(FILLS, picture.named, strict=False):
        entry = f"{fill} {one.name}"
        if line and width(line) + 3 + width(entry) > columns:
            yield line
            line = ""
        line = f"{line}   {entry}" if line else entry
    if line:
        yield cut(line, columns)


class _Plot:
    """The part with axes: a gutter of figures, a cell for each column and line."""

    def __init__(self, picture: Picture, rows: int, columns: int) -> None:
        self._picture = picture
        scale = scale_for(picture.most, rows, picture.least)
        # Small counts take several lines each instead of leaving most of the room empty.
        self._parts = max(1, rows // (picture.most - picture.least)) if scale.step == 1 else 1
        most, least = picture.most * self._parts, picture.least * self._parts
        self._scale = Scale(scale.step, lines_for(most, scale.step), lines_for(-least, scale.step))
        self._ticks = self._figures()
        self._gutter = max(map(len, self._ticks.values()))
        labels = max(1, len(picture.labels))
        self._slot = max(2, (columns - self._gutter - 2) // labels)
        self._columns = self._slot * labels

    def _figures(self) -> dict[int, str]:
        """The figures of the axis by their line, at most so many on each side of zero."""
        scale, parts = self._scale, self._parts
        every = parts * -(-max(scale.lines, scale.below) // (parts * _TICKS))
        up = range(every, scale.lines + 1, every)
        down = range(every, scale.below + 1, every)
        at = [0, *up, *(-each for each in down)]
        values = (each * scale.step // parts for each in at)
        return dict(zip(at, self._picture.ticks(values), strict=True))

    def lines(self) -> Iterator[str]:
        """From the figures above the bars to the labels below."""
        scale, stacks = self._scale, self._stacks()
        yield self._line("", " ", "".join(self._over(stacks, scale.lines)))
        for line in reversed(range(scale.lines)):
            drawn = [self._cell(stack, line) for stack in stacks]
            yield self._line(self._ticks.get(line + 1, ""), "┤", self._marked(stacks, drawn, line))
        yield self._line(self._ticks[0], "┼", "─" * self._columns)
        for line in range(scale.below):
            drawn = [_below(stack, scale, line) for stack in stacks]
            yield self._line(self._ticks.get(-line - 1, ""), "┤", "".join(drawn))
        yield self._line("", " ", self._labels())

    def _line(self, tick: str, sign: str, drawn: str) -> str:
        sign = "│" if sign == "┤" and not tick else sign
        return f"{tick:>{self._gutter}} {sign}{drawn}"

    # --- what stands in each column --------------------------------------------------------------

    def _stacks(self) -> list[tuple[int, ...]]:
        """The values of each column; none between two bars."""
        stacks = [self._scaled(stack) for stack in self._picture.stacks]
        if self._picture.curve:
            count = len(stacks)
            ends = (-(-(at + 1) * count // self._columns) for at in range(self._columns))
            return [stacks[end - 1] for end in ends]
        gap = max(1, self._slot // 3)
        left = gap // 2
        found: list[tuple[int, ...]] = []
        for stack in stacks:
            found += [()] * left + [stack] * (self._slot - gap) + [()] * (gap - left)
        return found

    def _scaled(self, stack: Sequence[int]) -> tuple[int, ...]:
        return tuple(value * self._parts for value in stack)

    def _cell(self, stack: Sequence[int], line: int) -> str:
        total, step = above(stack), self._scale.step
        if total <= 0 or len(self._picture.series) == 1:
            return cell(total, self._scale, line)
        middle = line * step + step // 2
        if total < middle:
            return "▁" if line == 0 else " "
        return _fill(stack, middle, 1)

    # --- figures over bars, the mark, the labels -------------------------------------------------

    def _marked(self, stacks: Sequence[tuple[int, ...]], drawn: list[str], line: int) -> str:
        """A line with the mark through it, and with the figures of bars that end below it."""
        if self._picture.mark is not None:
            drawn[min(self._marks, len(drawn) - 1)] = "┊"
        over = self._over(stacks, line)
        return "".join(figure if figure != " " else mine
                       for figure, mine in zip(over, drawn, strict=True))  # fmt: skip

    def _over(self, stacks: Sequence[tuple[int, ...]], line: int) -> list[str]:
        """Cell by cell the figures of the bars that end right below a line, and on the top one
        the mark's name."""
        picture, text = self._picture, [" "] * self._columns
        if not picture.curve:
            for at, stack in enumerate(picture.stacks):
                figure = picture.shown(sum(stack)) if any(stack) else ""
                if len(figure) < self._slot and self._ends(self._scaled(stack)) == line:
                    begin = at * self._slot + (self._slot - len(figure)) // 2
                    text[begin : begin + len(figure)] = figure
        if picture.mark is not None and line == self._scale.lines:
            self._name(text, picture.mark.name, self._marks)
        return text

    @property
    def _marks(self) -> int:
        """The column of the mark."""
        mark, places = self._picture.mark, len(self._picture.stacks)
        return mark.after * self._columns // places if mark is not None else 0

    def _ends(self, stack: Sequence[int]) -> int:
        """How many lines a stack takes."""
        return next(
            (line for line in range(self._scale.lines) if self._cell(stack, line) == " "),
            self._scale.lines,
        )

    @staticmethod
    def _name(text: list[str], name: str, at: int) -> None:
        """A mark's name beside its line, on the side where no figure stands."""
        taken = [cell for letter in name for cell in (letter, "")[: cells_of(letter)]]
        for begin in (max(0, at - len(taken) - 1), at + 1):
            room = text[begin : begin + len(taken)]
            if len(room) == len(taken) and not "".join(room).strip():
                text[begin : begin + len(taken)] = taken
                return

    def _labels(self) -> str:
        """As many labels as there is room for, below their bars or at the ends of their parts."""
        labels, slot = self._picture.labels, self._slot
        every = -(-(max(map(width, labels), default=0) + 1) // slot)
        text = ""
        for at in range(0, len(labels), every):
            label = cut(labels[at], slot * every)
            room = slot * (at + 1) - width(label) if self._picture.curve else at * slot
            if not self._picture.curve:
                room += max(0, (slot - width(label)) // 2)
            room = max(room, width(text))
            text += " " * (room - width(text)) + cut(label, self._columns - room)
        return text


def _fill(stack: Sequence[int], at: int, sign: int) -> str:
    """The fill of the series that is so far from zero."""
    reached = 0
    for fill, value in zip(FILLS, stack, strict=False):
        reached += max(0, sign * value)
        if reached > at:
            return fill
    return next(f for f, value in reversed([*zip(FILLS, stack, strict=False)]) if sign * value > 0)


def _below(stack: Sequence[int], scale: Scale, line: int) -> str:
    """A cell under the zero line."""
    depth, middle = -under(stack), line * scale.step + scale.step // 2
    if depth <= line * scale.step:
        return " "
    if depth < middle:
        return "▔" if line == 0 else " "
    return _fill(stack, middle, -1)
