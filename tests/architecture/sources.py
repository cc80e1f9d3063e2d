"""The project's own files, as the guards read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
SCREENS = ("kiosk", "counter", "display", "management", "phone", "signin")
PACKAGES = (*SCREENS, "onedoor")
NOT_OURS = {"vendor", "fonts", "__pycache__"}


def product_files(*endings: str) -> list[Path]:
    """The files of the product with these endings, without what set-up copied from npm."""
    folders = [PROJECT / package for package in PACKAGES]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in endings]
    return sorted(path for path in files if not NOT_OURS & set(path.relative_to(PROJECT).parts))


def python_files() -> list[Path]:
    """The Python files of the product."""
    return [*product_files(".py"), PROJECT / "server.py"]


def name_of(path: Path) -> str:
    """The path as it is written in rules: relative, with slashes."""
    return path.relative_to(PROJECT).as_posix()


def module_of(path: Path) -> str:
    """The name under which a Python file is imported."""
    return name_of(path).removesuffix(".py").replace("/", ".")


def calls_in(path: Path) -> Iterator[ast.Call]:
    """Every function call in a Python file."""
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def imports_in(path: Path) -> Iterator[str]:
    """The top-level name of every module that a Python file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
