"""A stand-in for Slack's servers on this machine: Web API, response addresses, OAuth, sockets.

It runs in a thread of its own, over real HTTP and real web sockets, and fails the way Slack does
when a test asks for that. Nothing in it sleeps: what hangs waits until it is let go.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.slack import world
from tests.slack.envelopes import APP, kind_of
from tests.slack.world import Refused, Said, Team

PATIENCE: Final = 60.0
"""Seconds after which waiting is given up, so that a failing test can't hang."""
CLIENT: Final = ("100.200", "client-secret")
APP_TOKEN: Final = "xapp-1-socket"


@dataclass(frozen=True)
class Call:
    """A call of a method: its arguments and what it was answered."""

    method: str
    team: str
    args: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass
class Fault:
    """How calls of a method go wrong.

    ``error`` is said by Slack itself; ``status`` comes without JSON, as from a gateway; ``drop``
    cuts the connection, ``done`` only after the method has been carried out; ``hang`` waits
    until :meth:`Slack.let_go`.
    """

    error: str | None = None
    status: int = 200
    retry_after: str | None = None
    drop: bool = False
    done: bool = False
    hang: bool = False
    times: int = 1


@dataclass
class Address:
    """An address to which an answer may be sent five times."""

    team: str
    channel: str
    user: str
    said: Said | None
    thread: str | None = None
    left: int = 5


@dataclass
class _Grant:
    team: Team
    redirect: str | None
    whole: bool


class Slack:
    """Slack, for as long as a test runs. One workspace, T1, has the app from the start."""

    def __init__(self) -> None:
        self.teams: dict[str, Team] = {}
        self.calls: list[Call] = []
        self.url = ""
        self.add("T1", "xoxb-one")
        self._faults: dict[str, Fault] = {}
        self._addresses: dict[str, Address] = {}
        self._grants: dict[str, _Grant] = {}
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, Future[Any]] = {}
        self._count = count(1)
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._go = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
        self._runner: web.AppRunner | None = None

    # what a test does

    def start(self) -> None:
        self._thread.start()
        self._run(self._start())

    def stop(self) -> None:
        self.let_go()
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def add(self, name: str, token: str) -> Team:
        """Let a workspace have the app."""
        self.teams[name] = Team(name, token)
        return self.teams[name]

    @property
    def team(self) -> Team:
        return self.teams["T1"]

    def fail(self, method: str, **how: Any) -> None:
        """Let the next calls of a method, or of ``*``, go wrong as :class:`Fault` says."""
        self._faults[method] = Fault(**how)

    def heal(self) -> None:
        """Let everything go well again."""
        self._faults.clear()

    def let_go(self) -> None:
        """Let what hangs go on."""
        self._loop.call_soon_threadsafe(self._go.set)

    def methods(self) -> list[str]:
        """The methods that were called, in order, without auth.test."""
        return [call.method for call in self.calls if call.method != "auth.test"]

    def response_url(
        self,
        team: str = "T1",
        channel: str = "C1",
        user: str = "U1",
        said: Said | None = None,
        thread: str | None = None,
    ) -> str:
        """A new address for answers; ``said`` is the message that it may replace."""
        name = f"r{next(self._count)}"
        self._addresses[name] = Address(team, channel, user, said, thread)
        return f"{self.url}response/{name}"

    def grant(
        self, team: str, token: str, redirect: str | None = None, *, whole: bool = False
    ) -> str:
        """The code with which the app can be installed, once: in a workspace or the whole org."""
        code = f"code-{next(self._count)}"
        self._grants[code] = _Grant(Team(team, token), redirect, whole)
        return code

    def wait(self, done: Callable[[], Any]) -> Any:
        """Wait until something is so; looked at after every call that comes in."""
        with self._changed:
            assert self._changed.wait_for(done, PATIENCE), (
                f"not in time; calls: {self.methods()[-20:]}"
            )
        return done()

    def deliver(
        self, payload: dict[str, Any], *, attempt: int = 0, envelope: str | None = None
    ) -> Future[Any]:
        """Send an event over the socket; the future is the acknowledgement's payload."""
        name = envelope or f"env-{next(self._count)}"
        acked: Future[Any] = Future()
        self._acks[name] = acked
        kind = kind_of(payload)
        said = {
            **{"envelope_id": name, "type": kind, "payload": payload},
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            said |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        self.wait(lambda: self._sockets)
        self._run(self._sockets[-1].send_json(said))
        return acked

    def send_raw(self, text: str) -> None:
        """Send something over the socket that is no envelope."""
        self._run(self._sockets[-1].send_str(text))

    def ask_to_reconnect(self) -> None:
        """Say over the socket that it will close."""
        said = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
        self._run(self._sockets[-1].send_json(said))

    def drop_sockets(self) -> None:
        """Cut every socket without a word."""

        async def cut() -> None:
            for socket in self._sockets:
                transport = socket._req.transport if socket._req else None
                if transport is not None:
                    transport.abort()

        self._run(cut())

    def connections(self) -> int:
        """The sockets that are open now."""
        return len(self._sockets)

    # how it works

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _start(self) -> None:
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/api/response/{name}", self._response)
        app.router.add_get("/link/", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self.url = f"http://127.0.0.1:{port}/api/"

    async def _stop(self) -> None:
        for socket in list(self._sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _note(self, call: Call | None = None) -> None:
        with self._changed:
            if call is not None:
                self.calls.append(call)
            self._changed.notify_all()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args, token = await _arguments(request)
        team = next((team for team in self.teams.values() if team.token == token), None)
        fault = self._fault(method)
        if fault and fault.hang:
            await self._go.wait()
        if fault and not fault.done and not fault.hang:
            answer: dict[str, Any] = {"ok": False, "error": fault.error or f"http_{fault.status}"}
        else:
            answer = self._answer(method, team, token, args)
        self._note(Call(method, team.id if team else "?", args, answer))
        return _sent(request, answer, fault)

    def _fault(self, method: str) -> Fault | None:
        for name in (method, "*"):
            fault = self._faults.get(name)
            if fault and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def _answer(
        self, method: str, team: Team | None, token: str, args: Mapping[str, Any]
    ) -> dict[str, Any]:
        if method == "oauth.v2.access":
            return self._access(args)
        if method == "apps.connections.open":
            return self._connection(token)
        if team is None:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        return world.call(team, method, args)

    def _access(self, args: Mapping[str, Any]) -> dict[str, Any]:
        if args.get("client_id") != CLIENT[0]:
            return {"ok": False, "error": "invalid_client_id"}
        if args.get("client_secret") != CLIENT[1]:
            return {"ok": False, "error": "bad_client_secret"}
        grant = self._grants.pop(str(args.get("code")), None)
        if grant is None:
            return {"ok": False, "error": "invalid_code"}
        if args.get("redirect_uri") != grant.redirect:
            return {"ok": False, "error": "bad_redirect_uri"}
        team = grant.team
        self.teams[team.id] = team
        whole = grant.whole
        return {
            **{"ok": True, "access_token": team.token, "token_type": "bot", "app_id": APP},
            **{"scope": ",".join(sorted(team.scopes)), "bot_user_id": team.bot},
            "team": None if whole else {"id": team.id, "name": f"Team {team.id}"},
            "enterprise": {"id": "E1", "name": "All"} if whole else None,
            **{"authed_user": {"id": "U1"}, "is_enterprise_install": whole},
        }

    def _connection(self, token: str) -> dict[str, Any]:
        if not token.startswith("xapp-"):
            return {"ok": False, "error": "not_allowed_token_type"}
        if token != APP_TOKEN:
            return {"ok": False, "error": "invalid_auth"}
        ticket = f"t{next(self._count)}"
        self._tickets.add(ticket)
        where = self.url.replace("http:", "ws:").replace("/api/", "/link/")
        return {"ok": True, "url": f"{where}?ticket={ticket}&app_id={APP}"}

    async def _response(self, request: web.Request) -> web.StreamResponse:
        address = self._addresses.get(request.match_info["name"])
        args = json.loads(await request.text())
        fault = self._fault("response_url")
        status, said = 200, "ok"
        if fault and not fault.done:
            status, said = fault.status, fault.error or ""
        elif address is None or address.left < 1:
            status, said = 404, "used_url" if address else "expired_url"
        else:
            try:
                address.left -= 1
                self._respond(self.teams[address.team], address, args)
            except Refused as refused:
                status, said = 400, refused.reply["error"]
        team = address.team if address else "?"
        self._note(Call("response_url", team, args, {"ok": status == 200, "error": said}))
        headers = {"Retry-After": fault.retry_after} if fault and fault.retry_after else None
        return web.Response(status=status, text=said, headers=headers)

    def _respond(self, team: Team, address: Address, args: Mapping[str, Any]) -> None:
        known = {
            *("text", "blocks", "response_type", "replace_original", "delete_original"),
            *("thread_ts", "unfurl_links", "unfurl_media", "mrkdwn"),
        }
        if extra := set(args) - known:
            raise Refused(f"invalid_arguments: {sorted(extra)}")
        here = address.said
        if args.get("delete_original"):
            if here in team.said:
                team.said.remove(here)
            return
        world.check_content(args)
        if args.get("replace_original") and here is not None:
            here.text, here.blocks = args.get("text", ""), list(args.get("blocks") or [])
            here.edited = True
            return
        public = args.get("response_type", "ephemeral") == "in_channel"
        thread = args.get("thread_ts", address.thread)
        new = Said(world.new_ts(), address.channel, args.get("text", ""), thread=thread)
        new.blocks, new.args = list(args.get("blocks") or []), args
        new.only_for = None if public else address.user
        team.said.append(new)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        info = {"app_id": APP}
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": info})
        self._sockets.append(socket)
        self._note()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._sockets.remove(socket)
            self._note()
        return socket

    def _acknowledged(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return  # a client's own ping
        waiting = self._acks.pop(ack.get("envelope_id"), None)
        if waiting is not None:
            waiting.set_result(ack.get("payload"))


async def _arguments(request: web.Request) -> tuple[dict[str, Any], str]:
    """The arguments of a call and its token; form fields that hold JSON are read."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    token = given if kind == "Bearer" else ""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            text = str(value)
            args[name] = json.loads(text) if text[:1] in "[{" else text
    if kind == "Basic":
        import base64

        user, _, secret = base64.b64decode(given).decode().partition(":")
        args |= {"client_id": user, "client_secret": secret}
    return args, str(args.pop("token", "") or token)


def _sent(request: web.Request, answer: dict[str, Any], fault: Fault | None) -> web.Response:
    if fault and fault.drop and request.transport is not None:
        request.transport.abort()
    headers = {"Retry-After": fault.retry_after} if fault and fault.retry_after else None
    if fault and fault.status not in (200, 429):
        body = "<html><body>upstream error</body></html>"
        return web.Response(
            status=fault.status, text=body, content_type="text/html", headers=headers
        )
    status = fault.status if fault else 200
    return web.json_response(answer, status=status, headers=headers)
