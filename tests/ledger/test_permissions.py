"""Whatever writes asks for a permission: read from the source of the ledger, function by function.

Which permission it is, and that it is refused before anything is written, is tried at the command
line and on every panel; this finds the function that somebody adds and forgets to ask in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import artui
from artui.ledger.people.rights import LOOKING, PERMISSIONS

ROOT = Path(artui.__file__).parent
PACKAGES = ("ledger", "intake")
LEDGER, WRITER = "artui.ledger.ledger:Ledger", "artui.ledger.writer:Writer"

WITHOUT = {
    "artui.ledger.setup:create": "an empty ledger knows nobody",
    "artui.ledger.writeoffs.requests:withdraw": "one's own is taken back by anybody",
    "artui.ledger.writeoffs.recommending:decided": "a part of reviews and of sorting, which ask",
}
"""What writes and needs not ask, and why."""

PART = "inside a hold"
"""What a function says of itself that is a part of commands, which ask."""


class Code(NamedTuple):
    """A function: what it calls, whether it appends, which permissions it asks for, its words."""

    calls: frozenset[str]
    appends: bool
    asks: frozenset[str]
    words: str


@cache
def functions() -> dict[str, Code]:
    """Every function and method of the ledger and the intake, ``module:Class.name``."""
    found: dict[str, Code] = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT.parent).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            found.update(Module(name, ast.parse(file.read_text(encoding="utf-8"))).functions())
    return found


class Module:
    """The names of one module, to tell what a call calls."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name, self.tree = name, tree
        self.names: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    self.names[alias.asname or alias.name] = f"{node.module}:{alias.name}"
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.names[node.name] = f"{name}:{node.name}"

    def functions(self) -> Iterator[tuple[str, Code]]:
        """Functions of the module and methods of its classes; what is nested belongs to them."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef):
                yield f"{self.name}:{node.name}", self._code(node, "")
            elif isinstance(node, ast.ClassDef):
                for part in node.body:
                    if isinstance(part, ast.FunctionDef):
                        yield f"{self.name}:{node.name}.{part.name}", self._code(part, node.name)

    def _code(self, function: ast.FunctionDef, own: str) -> Code:
        calls, asks, appends = set(), set(), False
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                on, name = ast.unparse(node.func.value), node.func.attr
                appends |= name == "append" and on.endswith("store")
                calls |= set(self._called(on, name, own))
                if name == "require":
                    asks.add(ast.unparse(node.args[-1]))
            elif isinstance(node, ast.Name) and node.id in self.names:
                calls.add(self.names[node.id])  # called, or given to be called
        return Code(frozenset(calls), appends, frozenset(asks), ast.get_docstring(function) or "")

    def _called(self, on: str, name: str, own: str) -> Iterator[str]:
        if on == "self":
            yield f"{self.name}:{own}.{name}"
        elif on.endswith(("ledger", "books")):
            yield f"{LEDGER}.{name}"
        elif on.startswith(("writer", "Writer(")):
            yield f"{WRITER}.{name}"
        elif on in self.names:
            yield self.names[on].replace(":", ".") + f":{name}"  # of a module imported
        else:
            yield from (f"{self.name}:{kind}.{name}" for kind in self._classes_with(name))

    def _classes_with(self, method: str) -> Iterator[str]:
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                names = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
                if method in names:
                    yield node.name


def reached(start: str) -> Iterator[Code]:
    """A function and all that it may call, further and further."""
    known = functions()
    seen, ahead = set(), [start]
    while ahead:
        name = ahead.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        yield known[name]
        ahead += known[name].calls


def writing() -> list[str]:
    """The public functions that may append events."""
    return [
        name
        for name in functions()
        if not any(part.startswith("_") for part in name.partition(":")[2].split("."))
        and not name.startswith(("artui.ledger.store", WRITER))
        and any(code.appends for code in reached(name))
    ]


def test_whatever_writes_asks_for_a_permission() -> None:
    asking = {name for name in writing() if any(code.asks for code in reached(name))}
    silent = set(writing()) - asking - set(WITHOUT)
    parts = {name for name in silent if PART in _said_of(name)}
    assert silent == parts, "a function that writes calls ledger.require"
    assert len(asking) > 90


def _said_of(name: str) -> str:
    return " ".join(functions()[name].words.casefold().split())


def test_no_panel_and_no_command_calls_a_part() -> None:
    asking = {name for name in writing() if any(code.asks for code in reached(name))}
    parts = [name for name in writing() if name not in asking | set(WITHOUT)]
    for room in ("screens", "commands"):
        for file in sorted((ROOT / room).rglob("*.py")):
            module = Module(room, ast.parse(file.read_text(encoding="utf-8")))
            assert set(module.names.values()).isdisjoint(parts), file


def test_every_permission_asked_for_is_known_and_every_known_one_is_asked_for() -> None:
    asked = {ask for code in functions().values() for ask in code.asks if ask[0] in "'\""}
    assert asked <= {repr(name) for name in PERMISSIONS}
    source = " ".join(
        file.read_text(encoding="utf-8")
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if file.name != "rights.py"
    )
    assert {name for name in PERMISSIONS if f'"{name}"' not in source} <= LOOKING
