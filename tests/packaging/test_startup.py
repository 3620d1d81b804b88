from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = [
    "sympy",
    "z3",
    "egglog",
    "networkx",
    "lark",
    "sqlglot",
    "duckdb",
    "importlib.metadata",
    "asyncio",
]


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_the_command_line_starts_without_anything_heavy(word: str) -> None:
    code = (
        "import sys; from lemmata.cli.main import main\n"
        f"assert main([{word!r}]) == 0\n"
        f"print('heavy:', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].split() == ["heavy:"]


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, lemmata; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_kernel_imports_the_standard_library_and_itself_only(root: Path) -> None:
    files = sorted((root / "engine/lemmata/kernel").rglob("*.py"))
    foreign = {
        f"{path.name}: {name}" for path in files for name in _imports(path) if not _is_allowed(name)
    }
    assert not foreign


def _imports(path: Path) -> set[str]:
    """Return the dotted names that a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = {f"{module}.{alias.name}" for alias in node.names}
            found |= {f"relative {module}"} if node.level else names
        elif isinstance(node, ast.Name) and node.id == "__import__":
            found.add("__import__")
    return found


def _is_allowed(name: str) -> bool:
    first = name.split(".")[0]
    return name.startswith("lemmata.kernel") or (
        first in sys.stdlib_module_names and first not in {"importlib", "ctypes"}
    )
