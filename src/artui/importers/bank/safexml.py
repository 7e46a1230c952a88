"""XML as a stream of small trees, with everything refused that a bank never writes.

Document types (and with them every entity trick) are refused when they begin, depth, size and the
length of texts are bounded, and each tree knows its line. Only what stands below the named
containers is kept, one tree at a time, so memory doesn't grow with the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException, expatreader  # type: ignore[import-untyped]

from artui.importers.bank.fields import MAX_TEXT, refuse, shortened

MAX_DEPTH = 40
MAX_NODES = 400_000
"""Elements of one tree: a batch entry of some ten thousand details."""
MAX_IDLE = 1 << 20
"""Bytes in which no element begins or ends: no tag and no text of a bank is that long."""

MAX_PLACE = 160
"""Characters of a path that a refusal repeats; real ones have half of that."""

_CHUNK = 1 << 16


@lru_cache(maxsize=256)
def _names(path: str) -> list[str]:
    return path.split("/")


class Node:
    """An element: its name without namespace, its line, its text and what is in it."""

    __slots__ = ("children", "currency", "line", "name", "space", "text")

    def __init__(self, space: str, name: str, line: int, currency: str) -> None:
        self.space = space
        self.name = name
        self.line = line
        self.currency = currency
        self.text = ""
        self.children: list[Node] | tuple[()] = ()

    def all(self, path: str) -> list[Node]:
        """The elements at a path such as ``Refs/EndToEndId``, in the order of the file."""
        found: list[Node] = [self]
        for name in _names(path):
            found = [child for node in found for child in node.children if child.name == name]
            if not found:
                break
        return found

    def first(self, path: str) -> Node | None:
        """The first element at a path, or None."""
        found = self.all(path)
        return found[0] if found else None

    def value(self, *paths: str) -> str:
        """The text of the first of these paths that has one; empty if none has."""
        for path in paths:
            for node in self.all(path):
                if node.text:
                    return node.text
        return ""


class Piece(NamedTuple):
    """A container that begins or ends, or a whole tree in one: ``begin``, ``tree`` or ``end``."""

    event: str
    node: Node


def stream(source: BinaryIO, containers: Collection[str]) -> Iterator[Piece]:
    """The pieces of a document; raises ``FileRefused`` for what is no harmless, whole XML."""
    parser: Any = expatreader.create_parser(forbid_dtd=True)
    handler = _Handler(containers, parser)
    parser.setContentHandler(handler)
    try:
        while chunk := source.read(_CHUNK):
            parser.feed(chunk)
            handler.check_progress(len(chunk))
            yield from handler.drain()
        parser.close()
        yield from handler.drain()
    except DefusedXmlException:
        why = "the XML has a document type or entities, which no bank writes"
        raise refuse(parser.getLineNumber() or 1, "", "", why) from None
    except SAXParseException as error:
        raise refuse(
            error.getLineNumber() or 1, "", "", _damage(error.getMessage(), handler.path)
        ) from None
    except (LookupError, UnicodeError, ValueError) as error:  # an encoding expat can't map
        why = shortened(str(error), MAX_PLACE)
        raise refuse(1, "", "", f"the XML's encoding can't be read: {why}") from None


def _damage(message: str, path: list[str]) -> str:
    inside = f" inside {shortened('/'.join(path), MAX_PLACE)}" if path else ""
    if message in ("no element found", "unclosed token"):
        return f"the file ends here{inside}: the rest is missing"
    return f"the XML is damaged{inside}: {message}"


class _Handler(ContentHandler):
    """Builds the trees; keeps only what is inside a container."""

    def __init__(self, containers: Collection[str], at: Locator) -> None:
        super().__init__()
        self.path: list[str] = []
        self._at = at
        self._containers = containers
        self._ready: list[Piece] = []
        self._within: list[Node] = []  # containers that are open
        self._open: list[Node] = []  # elements of the tree that is being built
        self._nodes = 0
        self._text: list[str] = []
        self._length = 0
        self._idle = 0
        self._space = ""

    def drain(self) -> Iterator[Piece]:
        """What has become ready; afterwards nothing is."""
        ready, self._ready = self._ready, []
        yield from ready

    def _line(self) -> int:
        return self._at.getLineNumber() or 1

    def check_progress(self, size: int) -> None:
        """Refuse a document that is one endless tag."""
        self._idle += size
        if self._idle > MAX_IDLE:
            raise refuse(self._line(), "", "", f"a tag is longer than {MAX_IDLE >> 20} MB")

    def startElement(  # noqa: N802 - the name SAX calls
        self, name: str, attrs: AttributesImpl
    ) -> None:
        self._idle = 0
        local = name.rpartition(":")[2]
        self.path.append(local)
        if len(self.path) > MAX_DEPTH:
            raise refuse(self._line(), local, "", f"lies deeper than {MAX_DEPTH} elements")
        self._text.clear()
        self._length = 0
        currency = ""
        for key, value in attrs.items():
            if key == "Ccy":
                currency = value
            elif key.startswith("xmlns") and "iso:20022" in value:
                self._space = value
        node = Node(self._space, local, self._line(), currency)
        if not self._open and local in self._containers:
            self._within.append(node)
            self._ready.append(Piece("begin", node))
        elif self._within:
            self._grow(node)

    def _grow(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise refuse(
                node.line, node.name, "", f"is in an entry of more than {MAX_NODES:,} elements"
            )
        if self._open:
            parent = self._open[-1]
            if isinstance(parent.children, tuple):
                parent.children = []
            parent.children.append(node)
        self._open.append(node)

    def characters(self, content: str) -> None:
        self._idle = 0
        if not self._open:
            return
        self._length += len(content)
        if self._length > MAX_TEXT:
            raise refuse(self._line(), self.path[-1], "", f"is longer than {MAX_TEXT:,} characters")
        self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - the name SAX calls
        self._idle = 0
        self.path.pop()
        if self._open:
            node = self._open.pop()
            if not node.children:  # text between elements is no value
                node.text = "".join(self._text).strip()
            self._text.clear()
            if not self._open:
                self._nodes = 0
                self._ready.append(Piece("tree", node))
        elif self._within and self._within[-1].name == name.rpartition(":")[2]:
            self._ready.append(Piece("end", self._within.pop()))
