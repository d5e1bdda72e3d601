"""Slack's rules for what may be sent, as its documentation gives them; stricter where in doubt.

Written apart from the code that it judges: it shares nothing with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

Faults = Iterator[str]
SURFACES: Final = {"message": 50, "home": 100, "modal": 100}


def faults(blocks: Any, surface: str = "message") -> list[str]:
    """What is wrong with a list of blocks; nothing if Slack would take it."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return ["blocks must be a list"]
    found: list[str] = []
    if len(blocks) > SURFACES[surface]:
        found.append(f"no more than {SURFACES[surface]} blocks, there are {len(blocks)}")
    for n, block in enumerate(blocks):
        found += [f"blocks/{n}: {fault}" for fault in _block(block, surface)]
    found += _twice("block_id", [b.get("block_id") for b in blocks if isinstance(b, Mapping)])
    markdown = sum(
        len(str(b.get("text")))
        for b in blocks
        if isinstance(b, Mapping) and b.get("type") == "markdown"
    )
    if markdown > 12_000:
        found.append(f"markdown blocks hold {markdown} characters together, 12000 at most")
    return found


def view_faults(view: Any) -> list[str]:
    """What is wrong with a view."""
    if not isinstance(view, Mapping) or view.get("type") not in ("home", "modal"):
        return ["view: type must be home or modal"]
    found = list(_keys(view, {"type", "blocks"}, _VIEW_KEYS[view["type"]]))
    found += faults(view.get("blocks"), view["type"])
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(str(view.get(name, ""))) > most:
            found.append(f"{name}: no more than {most} characters")
    if view["type"] == "modal":
        for name in ("title", "submit", "close"):
            if name in view or name == "title":
                found += [f"{name}: {f}" for f in _text(view.get(name), 24, ("plain_text",))]
    return found


_VIEW_KEYS: Final = {
    "home": {"private_metadata", "callback_id", "external_id"},
    "modal": {
        *("private_metadata", "callback_id", "external_id", "title", "submit", "close"),
        *("clear_on_close", "notify_on_close"),
    },
}


def _block(block: Any, surface: str) -> Faults:
    if not isinstance(block, Mapping):
        yield "a block must be an object"
        return
    kind = block.get("type")
    if kind not in _BLOCKS:
        yield f"unsupported type {kind!r}"
        return
    where, required, optional, check = _BLOCKS[kind]
    if surface not in where:
        yield f"{kind} is not for a {surface}"
    yield from _keys(block, {"type", *required}, {"block_id", *optional})
    yield from _length("block_id", block.get("block_id", "-"), 255)
    yield from check(block)


def _section(block: Mapping[str, Any]) -> Faults:
    if "text" not in block and "fields" not in block:
        yield "a section needs text or fields"
    if "text" in block:
        yield from _text(block["text"], 3000)
    fields = block.get("fields", ["-"])
    if not 1 <= len(fields) <= 10:
        yield "fields: 1 to 10"
    for field in block.get("fields", ()):
        yield from _text(field, 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], _ELEMENTS)


def _header(block: Mapping[str, Any]) -> Faults:
    yield from _text(block.get("text"), 150, ("plain_text",))


def _context(block: Mapping[str, Any]) -> Faults:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 10:
        yield f"elements: 1 to 10, there are {len(elements)}"
    for element in elements:
        if element.get("type") == "image":
            yield from _image(element)
        else:
            yield from _text(element, 3000)


def _actions(block: Mapping[str, Any]) -> Faults:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 25:
        yield f"elements: 1 to 25, there are {len(elements)}"
    for element in elements:
        yield from _element(element, _ELEMENTS)
    yield from _twice("action_id", [element.get("action_id") for element in elements])


def _context_actions(block: Mapping[str, Any]) -> Faults:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 5:
        yield f"elements: 1 to 5, there are {len(elements)}"
    for element in elements:
        yield from _element(element, ("feedback_buttons", "icon_button"))


def _markdown(block: Mapping[str, Any]) -> Faults:
    yield from _length("text", block.get("text"), 12_000)


def _image(block: Mapping[str, Any]) -> Faults:
    yield from _keys(block, {"type", "image_url", "alt_text"}, {"block_id", "title"})
    yield from _length("image_url", block.get("image_url"), 3000)
    yield from _length("alt_text", block.get("alt_text"), 2000)


def _input(block: Mapping[str, Any]) -> Faults:
    yield from _text(block.get("label"), 2000, ("plain_text",))
    yield from _element(block.get("element"), ("plain_text_input",))


def _rich_text(block: Mapping[str, Any]) -> Faults:
    elements = block.get("elements", ())
    if not elements:
        yield "elements: at least 1"
    if len(str(_words(block))) > 3000:
        yield "rich_text: no more than 3000 characters"
    for element in elements:
        kind = element.get("type") if isinstance(element, Mapping) else None
        if kind == "rich_text_list":
            yield from _rich_list(element)
        elif kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            yield from _rich_section(element)
        else:
            yield f"unsupported element {kind!r}"


def _rich_list(element: Mapping[str, Any]) -> Faults:
    yield from _keys(element, {"type", "style", "elements"}, {"indent", "offset", "border"})
    if element.get("style") not in ("ordered", "bullet"):
        yield "style must be ordered or bullet"
    if not isinstance(element.get("indent", 0), int) or not 0 <= element.get("indent", 0) <= 8:
        yield "indent: 0 to 8"
    if not isinstance(element.get("offset", 0), int) or element.get("offset", 0) < 0:
        yield "offset: 0 or more"
    if not element.get("elements"):
        yield "elements: at least 1"
    for item in element.get("elements", ()):
        if item.get("type") != "rich_text_section":
            yield "a list holds sections"
        yield from _rich_section(item)


def _rich_section(element: Mapping[str, Any]) -> Faults:
    yield from _keys(element, {"type", "elements"}, {"border"})
    if not element.get("elements"):
        yield "elements: at least 1"
    for part in element.get("elements", ()):
        kind = part.get("type")
        if kind not in _RICH:
            yield f"unsupported element {kind!r}"
            continue
        required, optional = _RICH[kind]
        yield from _keys(part, {"type", *required}, {"style", *optional})
        for name in {"text", "url"} & part.keys():
            yield from _length(name, part[name], 3000)
        yield from _keys(part.get("style", {}), set(), {"bold", "italic", "strike", "code"})
        if "url" in part and not part["url"].startswith(("https://", "http://", "mailto:")):
            yield "url must be an address"


_RICH: Final[Mapping[Any, tuple[set[str], set[str]]]] = {
    "text": ({"text"}, set()),
    "link": ({"url"}, {"text", "unsafe"}),
    "user": ({"user_id"}, set()),
    "emoji": ({"name"}, {"unicode"}),
}


def _words(element: Mapping[str, Any]) -> str:
    own = str(element.get("text", ""))
    return own + "".join(_words(part) for part in element.get("elements", ()))


def _nothing(block: Mapping[str, Any]) -> Faults:
    yield from ()


_ALL: Final = ("message", "home", "modal")
Check = Callable[[Mapping[str, Any]], Faults]
_BLOCKS: Final[Mapping[Any, tuple[Sequence[str], set[str], set[str], Check]]] = {
    "section": (_ALL, set(), {"text", "fields", "accessory", "expand"}, _section),
    "header": (_ALL, {"text"}, set(), _header),
    "divider": (_ALL, set(), set(), _nothing),
    "context": (_ALL, {"elements"}, set(), _context),
    "actions": (_ALL, {"elements"}, set(), _actions),
    "context_actions": (("message",), {"elements"}, set(), _context_actions),
    "markdown": (("message",), {"text"}, set(), _markdown),
    "image": (_ALL, {"image_url", "alt_text"}, {"title"}, _image),
    "rich_text": (_ALL, {"elements"}, set(), _rich_text),
    "input": (
        ("modal",),
        {"label", "element"},
        {"optional", "hint", "dispatch_action"},
        _input,
    ),
}


def _button(element: Mapping[str, Any]) -> Faults:
    yield from _text(element.get("text"), 75, ("plain_text",))
    yield from _length("value", element.get("value", "-"), 2000)
    yield from _length("url", element.get("url", "-"), 3000)
    yield from _length("accessibility_label", element.get("accessibility_label", "-"), 75)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "style must be primary or danger"
    if "confirm" in element:
        yield from _confirm(element["confirm"])


def _confirm(confirm: Mapping[str, Any]) -> Faults:
    yield from _keys(confirm, {"title", "text", "confirm", "deny"}, {"style"})
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _text(confirm.get(name), most, ("plain_text",))


def _feedback(element: Mapping[str, Any]) -> Faults:
    for name in ("positive_button", "negative_button"):
        button = element.get(name, {})
        yield from _keys(button, {"text", "value"}, {"accessibility_label"})
        yield from _text(button.get("text"), 75, ("plain_text",))
        yield from _length("value", button.get("value"), 2000)
        yield from _length("accessibility_label", button.get("accessibility_label", "-"), 75)


def _icon(element: Mapping[str, Any]) -> Faults:
    yield from _text(element.get("text"), 75, ("plain_text",))
    yield from _length("value", element.get("value", "-"), 2000)
    if element.get("icon") != "trash":
        yield "icon must be trash"


def _options(element: Mapping[str, Any], most: int) -> Faults:
    options = element.get("options", ())
    if not 1 <= len(options) <= most:
        yield f"options: 1 to {most}"
    for option in options:
        yield from _keys(option, {"text", "value"}, {"description", "url"})
        yield from _text(option.get("text"), 75)
        yield from _length("value", option.get("value"), 150)


def _select(element: Mapping[str, Any]) -> Faults:
    yield from _options(element, 100)
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, ("plain_text",))


def _overflow(element: Mapping[str, Any]) -> Faults:
    yield from _options(element, 5)


def _written(element: Mapping[str, Any]) -> Faults:
    if element.get("max_length", 1) > 3000:
        yield "max_length: 3000 at most"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, ("plain_text",))


_ELEMENTS: Final = ("button", "static_select", "overflow", "image")
_KINDS: Final[Mapping[str, tuple[set[str], set[str], Check]]] = {
    "button": (
        {"text", "action_id"},
        {"value", "url", "style", "confirm", "accessibility_label"},
        _button,
    ),
    "feedback_buttons": ({"action_id", "positive_button", "negative_button"}, set(), _feedback),
    "icon_button": (
        {"action_id", "icon", "text"},
        {"value", "confirm", "accessibility_label", "visible_to_user_ids"},
        _icon,
    ),
    "static_select": (
        {"action_id", "options"},
        {"placeholder", "initial_option", "confirm", "focus_on_load"},
        _select,
    ),
    "overflow": ({"action_id", "options"}, {"confirm"}, _overflow),
    "plain_text_input": (
        {"action_id"},
        {
            *("initial_value", "multiline", "min_length", "max_length", "placeholder"),
            *("focus_on_load", "dispatch_action_config"),
        },
        _written,
    ),
    "image": ({"image_url", "alt_text"}, set(), _image),
}


def _element(element: Any, allowed: Sequence[str]) -> Faults:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if kind not in allowed or kind not in _KINDS:
        yield f"unsupported element {kind!r}"
        return
    required, optional, check = _KINDS[kind]
    yield from _keys(element, {"type", *required}, optional)
    yield from _length("action_id", element.get("action_id", "-"), 255)
    yield from check(element)


def _text(text: Any, most: int, kinds: Sequence[str] = ("plain_text", "mrkdwn")) -> Faults:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield f"text must be one of {', '.join(kinds)}"
        return
    extra = {"emoji"} if text["type"] == "plain_text" else {"verbatim"}
    yield from _keys(text, {"type", "text"}, extra)
    yield from _length("text", text.get("text"), most)


def _length(name: str, value: Any, most: int) -> Faults:
    if not isinstance(value, str):
        yield f"{name} must be text"
    elif not value:
        yield f"{name} must be more than 0 characters"
    elif len(value) > most:
        yield f"{name} must be less than {most + 1} characters, has {len(value)}"


def _keys(given: Mapping[str, Any], required: set[str], optional: set[str]) -> Faults:
    for name in sorted(required - given.keys()):
        yield f"missing field {name}"
    for name in sorted(given.keys() - required - optional):
        yield f"invalid additional property {name}"


def _twice(name: str, values: Sequence[Any]) -> list[str]:
    seen = [value for value in values if value is not None]
    return [f"{name} stands twice: {value}" for value in {v for v in seen if seen.count(v) > 1}]
