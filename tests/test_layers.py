"""Who may import whom: the layering rule of docs/architecture.md, read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.layers import EVERYBODY, MAY_IMPORT
from tests.support.repository import REPOSITORY

MAY_IMPORT_TORCH = {"model", "train"}

SOURCES = sorted((REPOSITORY / "phi4").rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(REPOSITORY / "phi4").with_suffix("").parts[0]


def imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "phi4":
                found |= {f"phi4.{alias.name}" for alias in node.names}
    return found


def module_level(tree: ast.Module) -> ast.Module:
    """The statements that run at import: function bodies are left out."""
    tree.body = [node for node in tree.body if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [each for each in node.body if not isinstance(each, ast.FunctionDef)]
    return tree


def test_the_source_is_found() -> None:
    assert {"config", "text", "checkpoint", "model", "engine", "cli"} <= {room_of(path) for path in SOURCES}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_imports_go_downwards(path: Path) -> None:
    room = room_of(path)
    if room in ("cli", "__init__", "__main__"):
        return
    allowed = MAY_IMPORT[room] | {room} | EVERYBODY
    found = {name.split(".")[1] for name in imports(ast.parse(path.read_text())) if name.startswith("phi4.")}
    assert found <= allowed, f"{room} may not import {sorted(found - allowed)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_torch_is_imported_only_where_it_is_the_subject(path: Path) -> None:
    if room_of(path) not in MAY_IMPORT_TORCH:
        found = imports(module_level(ast.parse(path.read_text())))
        assert not {name for name in found if name.split(".")[0] == "torch"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_nothing_is_unpickled(path: Path) -> None:
    """Neither the pickle modules nor torch.load and torch.save, which pickle."""
    tree = ast.parse(path.read_text())
    assert not {"pickle", "dill", "cloudpickle", "shelve", "marshal"} & {name.split(".")[0] for name in imports(tree)}
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not {"torch.load", "torch.save", "np.load", "numpy.load"} & calls


def test_no_test_imports_another() -> None:
    """What tests share lies in tests/support, so that any of them can be moved or run alone."""
    for path in sorted((REPOSITORY / "tests").rglob("*.py")):
        for name in imports(ast.parse(path.read_text())):
            last = name.rpartition(".")[2]
            assert not (name.startswith("tests.") and (last.startswith("test_") or last == "conftest")), (path, name)
