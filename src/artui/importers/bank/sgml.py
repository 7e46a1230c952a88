"""OFX markup as a tree: SGML of OFX 1, XML of OFX 2, and what banks write in between.

A tag is an aggregate if it is known as one or closed around others; every other tag is a value
that ends with the next tag, with or without an end tag of its own. Document types are refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from artui.importers.bank.fields import MAX_TEXT, refuse

MAX_DEPTH = 40
MAX_TAGS = 2_000_000

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[(?P<raw>.*?)\]\]>|<\?.*?\?>|(?P<declared><!\s*[A-Za-z])"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9_.]*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#\d{1,6});")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}


class Tag:
    """An aggregate or a value: its name in capitals, its line, its text and what is in it."""

    __slots__ = ("children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.text = ""
        self.children: list[Tag] | tuple[()] = ()

    def add(self, child: Tag) -> None:
        """Put a tag into this one."""
        if isinstance(self.children, tuple):
            self.children = []
        self.children.append(child)

    def all(self, *path: str) -> list[Tag]:
        """The tags at a path."""
        found = [self]
        for name in path:
            found = [child for tag in found for child in tag.children if child.name == name]
        return found

    def below(self, *names: str) -> Iterator[Tag]:
        """The tags of these names at any depth, not looking inside a tag that was found."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.below(*names)

    def one(self, *path: str) -> Tag | None:
        """The tag at a path; refuses a file that has it twice."""
        found = self.all(*path)
        if len(found) > 1:
            raise refuse(
                found[1].line, path[-1], found[1].text, f"is there twice in one {self.name}"
            )
        return found[0] if found else None

    def value(self, *path: str) -> str:
        """The text at a path; empty if there is none."""
        found = self.one(*path)
        return found.text if found else ""


def parse(text: str, aggregates: frozenset[str], implied: Mapping[str, Collection[str]]) -> Tag:
    """The ``OFX`` element; refuses a file where it, or an aggregate in it, is not whole.

    ``implied`` says which aggregates a tag ends by beginning.
    """
    return _Parser(text, aggregates, implied).parse()


class _Parser:
    """Reads tag by tag; ``_open`` holds the aggregates, ``_leaf`` the value being read."""

    def __init__(
        self, text: str, aggregates: frozenset[str], implied: Mapping[str, Collection[str]]
    ) -> None:
        self._text = text
        self._aggregates = aggregates
        self._implied = implied
        self._open: list[Tag] = []
        self._leaf: Tag | None = None
        self._parts: list[str] = []
        self._line = 1
        self._seen = 0
        self._root: Tag | None = None

    def parse(self) -> Tag:
        """The tree below ``OFX``."""
        place = 0
        for number, token in enumerate(_TOKEN.finditer(self._text)):
            if number > MAX_TAGS:
                raise refuse(self._line, "", "", f"the file has more than {MAX_TAGS:,} tags")
            self._take_text(self._text[place : token.start()])
            self._move(token.start())
            place = token.end()
            if token["declared"]:
                why = "the file has a document type or entities, which no bank writes"
                raise refuse(self._line, "", "", why)
            if token["raw"] is not None:
                self._take_text(token["raw"], raw=True)
            elif token["name"]:
                self._take_tag(token["name"].upper(), bool(token["end"]), bool(token["empty"]))
        self._move(len(self._text))
        return self._finish(self._text[place:])

    def _finish(self, rest: str) -> Tag:
        if self._open or self._root is None:
            inside = "/".join(tag.name for tag in self._open) or "OFX"
            raise refuse(
                self._line, "", "", f"the file ends here inside {inside}: the rest is missing"
            )
        if rest.strip("\x1a \t\n"):
            raise refuse(self._line, "", rest.strip(), "stands behind the end of the file")
        return self._root

    def _move(self, place: int) -> None:
        self._line += self._text.count("\n", self._seen, place)
        self._seen = place

    def _take_text(self, text: str, *, raw: bool = False) -> None:
        if self._leaf is None:
            return
        self._parts.append(text if raw else _ENTITY.sub(_plain, text))
        if sum(map(len, self._parts)) > MAX_TEXT:
            raise refuse(self._line, self._leaf.name, "", f"is longer than {MAX_TEXT:,} characters")

    def _end_leaf(self) -> None:
        if self._leaf is not None:
            self._leaf.text = "".join(self._parts).strip()
            self._leaf = None
        self._parts.clear()

    def _take_tag(self, name: str, end: bool, empty: bool) -> None:
        leaf = self._leaf
        self._end_leaf()
        if end:
            if leaf is None or leaf.name != name:
                self._close(name)
            return
        if not self._open and (name != "OFX" or self._root is not None):
            raise refuse(self._line, name, "", "stands outside the OFX element")
        if self._open and self._open[-1].name in self._implied.get(name, ()):
            self._open.pop()
        tag = Tag(name, self._line)
        if self._open:
            self._open[-1].add(tag)
        if name in self._aggregates:
            self._descend(tag)
        elif not empty:
            self._leaf = tag

    def _descend(self, tag: Tag) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise refuse(self._line, tag.name, "", f"lies deeper than {MAX_DEPTH} elements")
        if self._root is None:
            self._root = tag
        self._open.append(tag)

    def _close(self, name: str) -> None:
        """An end tag: of the innermost aggregate, or of one that nobody here knows."""
        if name not in self._aggregates:
            return
        if not self._open or self._open[-1].name != name:
            inner = self._open[-1] if self._open else None
            what = (
                f"{inner.name} of line {inner.line} is still open" if inner else "nothing is open"
            )
            raise refuse(self._line, name, "", f"ends here, but {what}")
        self._open.pop()


def _plain(found: re.Match[str]) -> str:
    name = found[1]
    if not name.startswith("#"):
        return _ENTITIES[name]
    code = int(name[1:])
    return chr(code) if 0x20 <= code < 0xD800 else "\ufffd"
