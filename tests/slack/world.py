"""What the stand-in for Slack knows, and what its methods do to that: as strict as Slack or more.

No network here: a method gets arguments and gives the JSON with which Slack would answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.slack.envelopes import APP, new_ts
from tests.slack.limits import faults, view_faults

Args = Mapping[str, Any]
Reply = dict[str, Any]
SCOPES: Final = frozenset(
    "app_mentions:read assistant:write chat:write im:history im:write commands".split()
)
MAX_TEXT: Final = 40_000
MAX_MARKDOWN: Final = 12_000


class Refused(Exception):
    """The error with which a method ends."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error)
        self.reply = {"ok": False, "error": error, **more}
        if messages:
            self.reply["response_metadata"] = {"messages": list(messages)}


@dataclass
class Said:
    """A message that the app posted, or someone else."""

    ts: str
    channel: str
    text: str = ""
    blocks: list[Any] = field(default_factory=list)
    thread: str | None = None
    only_for: str | None = None
    own: bool = True
    streaming: bool = False
    appended: int = 0
    edited: bool = False
    client_msg_id: str | None = None
    args: Args = field(default_factory=dict)


@dataclass
class Channel:
    id: str
    members: set[str] = field(default_factory=set)
    user: str | None = None
    """Whose direct messages it holds."""
    joined: bool = True
    archived: bool = False


class Team:
    """A workspace in which the app is installed."""

    def __init__(self, name: str, token: str, scopes: frozenset[str] = SCOPES) -> None:
        self.id = name
        self.token = token
        self.scopes = scopes
        self.state: str | None = None
        """The error that every call gives, such as ``token_revoked``."""
        self.bot = f"UBOT{name}"
        self.users = {"U1", "U2"}
        self.channels = {
            "C1": Channel("C1", {"U1", "U2"}),
            "C2": Channel("C2", {"U1"}, joined=False),
            "C3": Channel("C3", {"U2"}),
            "D1": Channel("D1", {"U1"}, user="U1"),
            "D2": Channel("D2", {"U2"}, user="U2"),
        }
        self.said: list[Said] = []
        self.statuses: list[Args] = []
        self.prompts: list[Args] = []
        self.homes: dict[str, Any] = {}
        self.views: list[Any] = []
        self.triggers: set[str] = set()
        self.stream_life: int | None = None
        """Appends after which a stream expires; None: it lives on."""
        self.repeated = 0
        """Posts with a client_msg_id that was used, which give the message that is there."""

    def hear(self, channel: str, ts: str, text: str = "", thread: str | None = None) -> str:
        """Let a person's message stand in a channel, so that a thread can hang under it."""
        self.said.append(Said(ts, channel, text, thread=thread, own=False))
        return ts

    def remove(self, channel: str, ts: str) -> None:
        """Let a message be deleted by a person."""
        self.said = [said for said in self.said if (said.channel, said.ts) != (channel, ts)]

    def posts(self, channel: str | None = None, *, private: bool | None = None) -> list[Said]:
        """What the app has standing there, ephemeral or not."""
        return [
            said
            for said in self.said
            if said.own
            and channel in (None, said.channel)
            and private in (None, said.only_for is not None)
        ]


_ANY: Final = ("token", "team_id")
"""What the library may send along with any call."""
Method = Callable[[Team, Args], Reply]
_IDS: Final = itertools.count(1)


def call(team: Team, method: str, args: Args) -> Reply:
    """Carry a method out, or say as Slack does why not."""
    known = METHODS.get(method)
    if known is None:
        return {"ok": False, "error": "unknown_method", "req_method": method}
    required, optional, scope, run = known
    try:
        if team.state:
            raise Refused(team.state)
        if scope and scope not in team.scopes:
            provided = ",".join(sorted(team.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)
        if args.get("team_id", team.id) != team.id:
            raise Refused("team_access_not_granted")
        missing = [f"[ERROR] missing required field: {n}" for n in required if args.get(n) is None]
        extra = [
            f"[ERROR] unknown field: {n}" for n in args if n not in (*required, *optional, *_ANY)
        ]
        if missing or extra:
            raise Refused("invalid_arguments", *missing, *extra)
        return {"ok": True, **run(team, args)}
    except Refused as refused:
        return refused.reply


def check_content(args: Args) -> None:
    """Refuse text or blocks that can't be posted."""
    blocks, text = args.get("blocks"), args.get("text")
    if not blocks and not text:
        raise Refused("no_text")
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments", "[ERROR] text must be a string")
    if len(text or "") > MAX_TEXT:
        raise Refused("msg_too_long")
    if blocks is not None and (wrong := faults(blocks)):
        raise Refused("invalid_blocks", *wrong)


def _auth_test(team: Team, args: Args) -> Reply:
    return {
        **{"url": f"https://{team.id.lower()}.slack.com/", "team": team.id, "user": "bricoleur"},
        **{"team_id": team.id, "user_id": team.bot, "bot_id": f"B{team.id}"},
        "is_enterprise_install": False,
    }


def _auth_revoke(team: Team, args: Args) -> Reply:
    team.state = "token_revoked"
    return {"revoked": True}


def _post(team: Team, args: Args) -> Reply:
    channel = _channel(team, args["channel"])
    check_content(args)
    _thread(team, channel, args.get("thread_ts"))
    known = args.get("client_msg_id")
    if known:
        for said in team.posts(channel.id):
            if said.client_msg_id == known:
                team.repeated += 1
                return _posted(said)
    said = _new(team, channel, args)
    said.client_msg_id = known
    return _posted(said)


def _posted(said: Said) -> Reply:
    message = {"type": "message", "text": said.text, "ts": said.ts, "bot_id": "B"}
    return {"channel": said.channel, "ts": said.ts, "message": message}


def _ephemeral(team: Team, args: Args) -> Reply:
    channel = _channel(team, args["channel"])
    if args["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    check_content(args)
    _thread(team, channel, args.get("thread_ts"))
    said = _new(team, channel, args)
    said.only_for = args["user"]
    return {"message_ts": said.ts}


def _update(team: Team, args: Args) -> Reply:
    said = _own(team, args, "cant_update_message")
    if said.streaming:
        raise Refused("streaming_state_conflict")
    if "markdown_text" in args:
        _markdown(args["markdown_text"])
        if args.get("blocks") or args.get("text"):
            raise Refused("markdown_text_conflict")
        said.text = args["markdown_text"]
        said.blocks = []
    else:
        check_content(args)
        said.text = args.get("text", said.text)
        said.blocks = list(args.get("blocks") or [])
    said.edited = True
    return {"channel": said.channel, "ts": said.ts, "text": said.text}


def _delete(team: Team, args: Args) -> Reply:
    said = _own(team, args, "cant_delete_message")
    team.said.remove(said)
    return {"channel": said.channel, "ts": said.ts}


def _start(team: Team, args: Args) -> Reply:
    channel = _channel(team, args["channel"])
    _thread(team, channel, args["thread_ts"])
    if channel.user is None:
        for name in ("recipient_team_id", "recipient_user_id"):
            if not args.get(name):
                raise Refused(f"missing_{name}")
    text = _streamed(args)
    said = _new(team, channel, {**args, "text": text})
    said.streaming = True
    return {"channel": said.channel, "ts": said.ts}


def _append(team: Team, args: Args) -> Reply:
    said = _stream(team, args)
    text = _streamed(args)
    if not text:
        raise Refused("no_text")
    said.text += text
    said.appended += 1
    if team.stream_life is not None and said.appended >= team.stream_life:
        said.streaming = False
    return {"channel": said.channel, "ts": said.ts}


def _stop(team: Team, args: Args) -> Reply:
    said = _stream(team, args)
    said.text += _streamed(args)
    if args.get("blocks") is not None and (wrong := faults(args["blocks"])):
        raise Refused("invalid_blocks", *wrong)
    said.blocks = list(args.get("blocks") or [])
    said.streaming = False
    return {"channel": said.channel, "ts": said.ts, "message": {"text": said.text}}


def _status(team: Team, args: Args) -> Reply:
    channel = _channel(team, args["channel_id"])
    _thread(team, channel, args["thread_ts"])
    if len(args.get("loading_messages") or ()) > 10:
        raise Refused("invalid_arguments", "[ERROR] no more than 10 loading_messages")
    team.statuses.append(args)
    return {}


def _prompts(team: Team, args: Args) -> Reply:
    _channel(team, args["channel_id"])
    prompts = args["prompts"]
    good = isinstance(prompts, list) and all(
        isinstance(p, Mapping) and set(p) == {"title", "message"} and all(p.values())
        for p in prompts
    )
    if not good or not 1 <= len(prompts) <= 4:
        raise Refused("invalid_arguments", "[ERROR] prompts: 1 to 4 of title and message")
    team.prompts.append(args)
    return {}


def _publish(team: Team, args: Args) -> Reply:
    if args["user_id"] not in team.users:
        raise Refused("user_not_found")
    if (wrong := view_faults(args["view"])) or args["view"]["type"] != "home":
        raise Refused("invalid_arguments", *wrong)
    team.homes[args["user_id"]] = args["view"]
    return {"view": {"id": f"V{next(_IDS)}", **args["view"]}}


def _open_view(team: Team, args: Args) -> Reply:
    if args["trigger_id"] in team.triggers:
        raise Refused("exchanged_trigger_id")
    team.triggers.add(args["trigger_id"])
    if (wrong := view_faults(args["view"])) or args["view"]["type"] != "modal":
        raise Refused("invalid_arguments", *wrong)
    team.views.append(args["view"])
    return {"view": {"id": f"V{next(_IDS)}", **args["view"]}}


def _open_conversation(team: Team, args: Args) -> Reply:
    found = next((c for c in team.channels.values() if c.user == args["users"]), None)
    if found is None:
        raise Refused("user_not_found")
    return {"channel": {"id": found.id}}


def _user(team: Team, args: Args) -> Reply:
    if args["user"] not in team.users:
        raise Refused("user_not_found")
    return {"user": {"id": args["user"], "name": "eva", "locale": "nl-NL", "team_id": team.id}}


def _channel(team: Team, name: str) -> Channel:
    """The channel, also for a user's id: that means their direct messages."""
    found = team.channels.get(name)
    if found is None and name.startswith("U"):
        found = next((c for c in team.channels.values() if c.user == name), None)
    if found is None:
        raise Refused("channel_not_found")
    if not found.joined:
        raise Refused("not_in_channel")
    if found.archived:
        raise Refused("is_archived")
    return found


def _thread(team: Team, channel: Channel, ts: Any) -> None:
    """Refuse a thread under a message that isn't there, if any stand there at all."""
    if ts is None:
        return
    if not isinstance(ts, str):
        raise Refused("invalid_arguments", "[ERROR] thread_ts must be a string")
    if not any((said.channel, said.ts) == (channel.id, ts) for said in team.said):
        raise Refused("thread_not_found")


def _new(team: Team, channel: Channel, args: Args) -> Said:
    said = Said(
        ts=new_ts(),
        channel=channel.id,
        text=args.get("text") or "",
        blocks=list(args.get("blocks") or []),
        thread=args.get("thread_ts"),
        args=dict(args),
    )
    team.said.append(said)
    return said


def _own(team: Team, args: Args, refusal: str) -> Said:
    channel = _channel(team, args["channel"])
    for said in team.said:
        if (said.channel, said.ts) == (channel.id, args["ts"]) and said.only_for is None:
            if not said.own:
                raise Refused(refusal)
            return said
    raise Refused("message_not_found")


def _stream(team: Team, args: Args) -> Said:
    said = _own(team, args, "message_not_owned_by_app")
    if not said.streaming:
        raise Refused("message_not_in_streaming_state")
    return said


def _streamed(args: Args) -> str:
    """The text of a call to a stream, as ``markdown_text`` or in chunks."""
    text = args.get("markdown_text") or ""
    chunks = args.get("chunks") or []
    if text and chunks:
        raise Refused("markdown_text_conflict")
    for chunk in chunks:
        if chunk.get("type") != "markdown_text" or not chunk.get("text"):
            raise Refused("invalid_chunks")
        text += chunk["text"]
    _markdown(text)
    return str(text)


def _markdown(text: str) -> None:
    if len(text) > MAX_MARKDOWN:
        raise Refused("msg_too_long")


_CONTENT: Final = (
    *("text", "blocks", "thread_ts", "mrkdwn", "parse", "link_names", "unfurl_links"),
    *("unfurl_media", "metadata", "username", "icon_emoji"),
)
_RECIPIENT: Final = ("recipient_team_id", "recipient_user_id")
METHODS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str | None, Method]]] = {
    "auth.test": ((), (), None, _auth_test),
    "auth.revoke": ((), ("test",), None, _auth_revoke),
    "chat.postMessage": (
        ("channel",),
        (*_CONTENT, "reply_broadcast", "client_msg_id"),
        "chat:write",
        _post,
    ),
    "chat.postEphemeral": (("channel", "user"), _CONTENT, "chat:write", _ephemeral),
    "chat.update": (("channel", "ts"), (*_CONTENT, "markdown_text"), "chat:write", _update),
    "chat.delete": (("channel", "ts"), (), "chat:write", _delete),
    "chat.startStream": (
        ("channel", "thread_ts"),
        ("markdown_text", "chunks", *_RECIPIENT),
        "chat:write",
        _start,
    ),
    "chat.appendStream": (("channel", "ts"), ("markdown_text", "chunks"), "chat:write", _append),
    "chat.stopStream": (
        ("channel", "ts"),
        ("markdown_text", "chunks", "blocks", "metadata"),
        "chat:write",
        _stop,
    ),
    "assistant.threads.setStatus": (
        ("channel_id", "thread_ts", "status"),
        ("loading_messages",),
        "assistant:write",
        _status,
    ),
    "assistant.threads.setSuggestedPrompts": (
        ("channel_id", "prompts"),
        ("thread_ts", "title"),
        "assistant:write",
        _prompts,
    ),
    "views.publish": (("user_id", "view"), ("hash",), None, _publish),
    "views.open": (("trigger_id", "view"), (), None, _open_view),
    "conversations.open": (("users",), ("return_im",), "im:write", _open_conversation),
    "users.info": (("user",), ("include_locale",), "users:read", _user),
}
"""By name: required and optional arguments, the scope that is needed, and what is done."""
__all__ = ["APP", "METHODS", "SCOPES", "Channel", "Refused", "Said", "Team", "call"]
