"""A thousand events, with duplicates, faults and processes that die: each is answered once."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from typing import Any, Final

import httpx

from assistant.engine import Assistant
from assistant.feedback import open_store
from assistant.frontends.slack.app import House
from assistant.frontends.slack.manifest import PATH
from assistant.settings import Settings
from corpus.models import Corpus
from tests.slack.conftest import QUESTION
from tests.slack.envelopes import direct, encode, mention, new_ts, sign
from tests.slack.replicas import Replica
from tests.slack.servers import Slack

EVENTS: Final = 1000
AT_ONCE: Final = 12
RESTARTS: Final = 6
LEASE: Final = 3.0
SEED: Final = 20261124
FAULTS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("chat.postMessage", {"status": 429, "error": "ratelimited", "retry_after": "1", "times": 2}),
    ("chat.postMessage", {"status": 503}),
    ("chat.postMessage", {"error": "internal_error"}),
    ("chat.postMessage", {"drop": True, "times": 2}),
    ("chat.postMessage", {"drop": True, "done": True, "times": 2}),
    ("auth.test", {"status": 503}),
)


class Fleet:
    """Two replicas, of which one now and then dies, or stops in order, and is replaced."""

    def __init__(self, house: House, slack: Slack) -> None:
        self._make = lambda: Replica(house, slack, LEASE)
        self.alive = [self._make() for _ in range(2)]
        self.dead: list[Replica] = []
        self.lost = 0
        """Answers that Slack took but did not say so."""

    def replace(self, place: int, *, kill: bool) -> None:
        old = self.alive[place]
        if kill:
            old.kill()
            self.dead.append(old)
        self.alive[place] = self._make()
        if not kill:
            old.stop()

    def hurry(self) -> None:
        """Let what was put off, for a faulty Slack, be due now."""
        for replica in self.alive:
            replica.door.stores.claims._now = lambda: time.time() + 60

    def end(self) -> None:
        for replica in self.alive:
            replica.stop()
        for replica in self.dead:
            replica.bury()


class Sender:
    """Sends as Slack does: three seconds for each delivery, and again when it fails."""

    def __init__(self, client: httpx.AsyncClient, fleet: Fleet, dice: random.Random) -> None:
        self._client = client
        self._fleet = fleet
        self._dice = dice
        self._room = asyncio.Semaphore(AT_ONCE)
        self.deliveries = 0

    async def send(self, payload: dict[str, Any]) -> None:
        body, kind = encode(payload)
        async with self._room:
            for attempt in range(9):
                retry = {"X-Slack-Retry-Num": str(attempt)} if attempt else {}
                headers = {"Content-Type": kind, **sign(body), **retry}
                if await self._taken_in(body, headers):
                    return
        raise AssertionError("no delivery was taken in")

    async def _taken_in(self, body: str, headers: dict[str, str]) -> bool:
        where = self._dice.choice(self._fleet.alive).url + PATH
        self.deliveries += 1
        try:
            answer = await self._client.post(where, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200


async def soak(slack: Slack, fleet: Fleet, dice: random.Random) -> int:
    """Send a thousand events, some of them more than once, and let things go wrong meanwhile."""
    sendings = [one for one in _payloads(slack, dice) for _ in range(dice.choice((1, 1, 2, 3)))]
    dice.shuffle(sendings)
    step = len(sendings) // (RESTARTS + 1)
    async with httpx.AsyncClient(timeout=3) as client, asyncio.TaskGroup() as group:
        sender = Sender(client, fleet, dice)
        waiting: list[asyncio.Task[None]] = []
        for n, payload in enumerate(sendings):
            waiting.append(group.create_task(sender.send(payload)))
            if n % 25 == 0:  # not too far ahead of what goes wrong
                await asyncio.gather(*waiting[:-AT_ONCE])
                method, fault = dice.choice(FAULTS)
                slack.fail(method, **fault)
                fleet.lost += fault.get("times", 0) if fault.get("done") else 0
            if n % step == step - 1 and n // step < RESTARTS:
                kill = n // step % 3 > 0
                await asyncio.to_thread(fleet.replace, dice.randrange(2), kill=kill)
    return sender.deliveries


def test_each_event_is_answered_once(
    slack: Slack, single: Settings, small_assistant: Assistant, corpus: Corpus
) -> None:
    house = House(single, small_assistant, open_store(single), corpus)
    fleet = Fleet(house, slack)
    try:
        deliveries = asyncio.run(soak(slack, fleet, random.Random(SEED)))
        slack.heal()
        fleet.hurry()
        slack.wait(lambda: len(_answers(slack)) >= EVENTS)
    finally:
        fleet.end()
    answers = _answers(slack)
    assert len(fleet.dead) == 4
    assert deliveries > EVENTS * 1.5
    assert Counter(answers.values()) == {1: EVENTS}
    # only where nobody can know whether an answer arrived is it sent again, and Slack keeps one
    unsure = len(fleet.dead) * AT_ONCE + fleet.lost
    assert slack.team.repeated <= unsure
    assert all("vegetable" in said.text or "moestuin" in said.text for said in slack.team.posts())


def _payloads(slack: Slack, dice: random.Random) -> list[dict[str, Any]]:
    def one() -> dict[str, Any]:
        channel = dice.choice(("C1", "C1", "D1", "D2"))
        ts, user = slack.team.hear(channel, new_ts()), channel.replace("D", "U")
        if channel == "C1":
            return mention(QUESTION, ts=ts)
        return direct(QUESTION, ts=ts, channel=channel, user=user)

    return [one() for _ in range(EVENTS)]


def _answers(slack: Slack) -> Counter[str | None]:
    """How often each question was answered, by the thread in which the answer stands."""
    return Counter(said.thread for said in slack.team.posts())
