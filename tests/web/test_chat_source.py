"""What the chat may not use: parts that fail for keyboards, screen readers or a strict policy."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from assistant.frontends import web

FOLDER = Path(web.__file__).parent
SOURCES = sorted(FOLDER.glob("*.py"))
PARTS = {"HTML", "Tabs", "Tab", "ChatInterface", "BrowserState", "Info", "Warning", "Error"}
ARGUMENTS = {"js", "head", "feedback_options", "submit_btn", "stop_btn"}


def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_there_is_something_to_look_at() -> None:
    names = [ast.unparse(call.func) for path in SOURCES for call in calls(path)]
    assert "gr.Markdown" in names
    assert "gr.Textbox" in names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_part_that_fails(path: Path) -> None:
    for call in calls(path):
        name = ast.unparse(call.func)
        if name.startswith(("gr.", "gradio.")):
            assert name.split(".")[-1] not in PARTS, name
            assert "GoogleFont" not in name
            given = {keyword.arg for keyword in call.keywords}
            assert not given & ARGUMENTS, (name, given)


def test_the_script_stores_nothing_runs_no_text_and_holds_no_words() -> None:
    script = (FOLDER / "static" / "chat.js").read_text(encoding="utf-8")
    for forbidden in ("Storage", "cookie", "indexedDB", "innerHTML", "eval(", "Function(", "http"):
        assert forbidden not in script
    code = re.sub(r"//.*", "", script)
    assert not re.search(r"['\"`][A-Z][a-z]+ [a-z]+ [a-z]+", code)


def test_the_style_fetches_nothing_and_minds_the_reader() -> None:
    style = (FOLDER / "static" / "chat.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style
    for query in ("forced-colors: active", "prefers-reduced-motion: reduce", "media print"):
        assert query in style


def test_every_colour_is_a_token_that_exists() -> None:
    style = (FOLDER / "static" / "chat.css").read_text(encoding="utf-8")
    site = (FOLDER / "static" / "site.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\((--b-[\w-]+)", style))
    made = set(re.findall(r"(--b-[\w-]+):", site + style))
    assert used <= made
    assert not re.search(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", re.sub(r"/\*.*?\*/", "", style))
