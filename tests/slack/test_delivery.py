"""Bringing a message to Slack when Slack is slow, busy, broken, or says no."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from assistant.frontends.slack.client import SHORT, new_client
from assistant.frontends.slack.delivery import Delivery
from assistant.frontends.slack.faults import LONGEST, PAUSE, Later
from assistant.frontends.slack.growing import CHUNK, Growing, each
from assistant.frontends.slack.growing import LONGEST as GROWS
from assistant.frontends.slack.message import Message, Place
from assistant.models import Answer
from tests.slack.envelopes import new_ts
from tests.slack.servers import Slack

SAID = Message("Mijn antwoord", ({"type": "section", "text": {"type": "mrkdwn", "text": "x"}},))
BAD = Message("Mijn antwoord", ({"type": "section", "text": {"type": "mrkdwn", "text": ""}},))


class Sent:
    """A delivery, and how long it waited."""

    def __init__(self, slack: Slack, url: str | None = None, key: str = "Ev1") -> None:
        self.waited: list[float] = []
        self.ts = slack.team.hear("C1", new_ts())
        self.place = Place("T1", "C1", self.ts, "channel", "U1")
        self._made = lambda: Delivery(self._client(slack), key, url)

    def _client(self, slack: Slack) -> Any:
        async def sleep(seconds: float) -> None:
            self.waited.append(seconds)

        return new_client(slack.url, "xoxb-one", sleep)

    def run(self, work: Callable[[Delivery], Awaitable[Any]]) -> Any:
        async def go() -> Any:
            return await work(self._made())

        return asyncio.run(go())

    def post(self, message: Message = SAID, **how: Any) -> Any:
        return self.run(lambda delivery: delivery.post(self.place, message, **how))


@pytest.fixture
def sent(slack: Slack) -> Sent:
    return Sent(slack)


@pytest.fixture(autouse=True)
def no_words_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG, logger="assistant")
    yield
    assert "antwoord" not in caplog.text


# a message


def test_a_message_is_posted_in_its_thread(slack: Slack, sent: Sent) -> None:
    ts = sent.post()
    (said,) = slack.team.posts()
    assert (said.ts, said.thread, said.text) == (ts, sent.ts, "Mijn antwoord")
    assert (said.args["unfurl_links"], said.args["unfurl_media"]) == (False, False)


def test_a_short_wait_is_waited(slack: Slack, sent: Sent) -> None:
    slack.fail("chat.postMessage", status=429, retry_after="3", error="ratelimited", times=2)
    assert sent.post()
    assert sent.waited == [3, 3]
    assert len(slack.team.posts()) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("60", 60), (str(int(SHORT) + 1), SHORT + 1), ("86400", LONGEST), ("soon", PAUSE)],
)
def test_a_long_wait_is_left_for_later(
    slack: Slack, sent: Sent, header: str, seconds: float
) -> None:
    slack.fail("chat.postMessage", status=429, retry_after=header, error="ratelimited", times=9)
    with pytest.raises(Later) as fault:
        sent.post()
    assert fault.value.seconds == seconds
    assert sum(sent.waited) <= 2 * SHORT


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503},
        {"status": 500},
        {"status": 502},
        {"error": "internal_error"},
        {"error": "fatal_error"},
        {"drop": True},
        {"status": 429, "error": "ratelimited", "retry_after": "1"},
    ],
    ids=str,
)
def test_what_passes_is_left_for_later(slack: Slack, sent: Sent, fault: dict[str, Any]) -> None:
    slack.fail("chat.postMessage", **fault, times=99)
    with pytest.raises(Later):
        sent.post()
    assert slack.team.posts() == []


def test_slack_that_is_not_there_is_left_for_later(slack: Slack) -> None:
    place = Place("T1", "C1", None, "channel", "U1")

    async def post() -> None:
        await Delivery(new_client("http://127.0.0.1:9/api/", "x"), "Ev1").post(place, SAID)

    with pytest.raises(Later):
        asyncio.run(post())


def test_a_message_of_which_nobody_knows_whether_it_arrived_is_there_once(slack: Slack) -> None:
    sent = Sent(slack)
    slack.fail("chat.postMessage", drop=True, done=True, times=99)
    with pytest.raises(Later):
        sent.post()
    slack.heal()
    assert sent.post() == slack.team.posts()[0].ts
    assert len(slack.team.posts()) == 1


def test_two_messages_for_one_event_are_two(slack: Slack, sent: Sent) -> None:
    async def twice(delivery: Delivery) -> None:
        await delivery.post(sent.place, SAID)
        await delivery.post(sent.place, SAID)

    sent.run(twice)
    assert len(slack.team.posts()) == 2


def test_blocks_that_slack_does_not_take_are_left_out(slack: Slack, sent: Sent) -> None:
    assert sent.post(BAD)
    (said,) = slack.team.posts()
    assert (said.text, said.blocks) == ("Mijn antwoord", [])


def test_a_question_that_was_deleted_is_not_answered(slack: Slack, sent: Sent) -> None:
    slack.team.remove("C1", sent.ts)
    assert sent.post() is None
    assert slack.team.posts() == []


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "restricted_action"])
def test_where_posting_is_not_allowed_the_answer_comes_in_private(
    slack: Slack, sent: Sent, error: str
) -> None:
    slack.fail("chat.postMessage", error=error)
    assert sent.post() is None
    assert [said.channel for said in slack.team.posts()] == ["D1"]


def test_a_command_in_a_channel_without_the_app_is_answered_there(slack: Slack) -> None:
    sent = Sent(slack, slack.response_url(channel="C2"))
    place = Place("T1", "C2", None, "channel", "U1")
    assert sent.run(lambda delivery: delivery.post(place, SAID)) is None
    (said,) = slack.team.posts()
    assert (said.channel, said.only_for) == ("C2", None)


@pytest.mark.parametrize("state", ["token_revoked", "account_inactive", "invalid_auth"])
def test_where_the_app_is_gone_nothing_is_tried_again(slack: Slack, sent: Sent, state: str) -> None:
    slack.team.state = state
    assert sent.post() is None
    assert sent.post(only_for="U1") is None
    assert sent.waited == []
    assert len(slack.methods()) == 2


# to one person


def test_a_whisper_is_for_one(slack: Slack, sent: Sent) -> None:
    assert sent.post(only_for="U1") is None
    (said,) = slack.team.posts()
    assert (said.only_for, said.thread) == ("U1", sent.ts)


def test_a_whisper_goes_to_the_address_that_came_along(slack: Slack) -> None:
    sent = Sent(slack, slack.response_url(channel="C2"))
    place = Place("T1", "C2", None, "channel", "U1")
    sent.run(lambda delivery: delivery.post(place, SAID, only_for="U1"))
    assert slack.methods() == ["response_url"]
    (said,) = slack.team.posts()
    assert (said.channel, said.only_for) == ("C2", "U1")


@pytest.mark.parametrize("status", [404, 400])
def test_an_address_that_no_longer_works_is_no_end(slack: Slack, status: int) -> None:
    sent = Sent(slack, slack.response_url())
    slack.fail("response_url", status=status, error="expired_url")
    place = Place("T1", "C1", None, "channel", "U1")
    sent.run(lambda delivery: delivery.post(place, SAID, only_for="U1"))
    assert slack.methods() == ["response_url", "chat.postEphemeral"]
    assert len(slack.team.posts()) == 1


def test_an_address_that_is_too_busy_is_left_for_later(slack: Slack) -> None:
    sent = Sent(slack, slack.response_url())
    slack.fail("response_url", status=503, times=9)
    place = Place("T1", "C1", None, "channel", "U1")
    with pytest.raises(Later):
        sent.run(lambda delivery: delivery.post(place, SAID, only_for="U1"))


def test_a_whisper_that_nobody_would_hear_comes_in_private(slack: Slack, sent: Sent) -> None:
    slack.team.channels["C1"].members.discard("U1")
    sent.post(only_for="U1")
    assert [(said.channel, said.only_for) for said in slack.team.posts()] == [("D1", None)]


def test_a_private_message_starts_a_conversation(slack: Slack, sent: Sent) -> None:
    room, ts = sent.run(lambda delivery: delivery.private(sent.place, SAID))
    assert (room.channel, room.kind, room.thread) == ("D1", "dm", None)
    assert slack.team.posts("D1")[0].ts == ts


def test_who_can_not_be_written_to_is_not(slack: Slack, sent: Sent) -> None:
    slack.fail("conversations.open", error="user_disabled")
    assert sent.run(lambda delivery: delivery.private(sent.place, SAID)) is None


# changing what stands there


def test_a_message_is_replaced_and_taken_away(slack: Slack, sent: Sent) -> None:
    ts = sent.post()
    assert sent.run(lambda delivery: delivery.update(sent.place, ts, Message("anders")))
    assert slack.team.posts()[0].text == "anders"
    assert sent.run(lambda delivery: delivery.update(sent.place, ts, BAD))
    assert slack.team.posts()[0].blocks == []
    assert sent.run(lambda delivery: delivery.delete(sent.place, ts))
    assert slack.team.posts() == []
    assert not sent.run(lambda delivery: delivery.update(sent.place, ts, SAID))
    assert not sent.run(lambda delivery: delivery.delete(sent.place, ts))


def test_what_only_one_person_sees_is_replaced_and_taken_away(slack: Slack) -> None:
    Sent(slack).post(only_for="U1")
    (said,) = slack.team.posts()
    sent = Sent(slack, slack.response_url(said=said))
    assert sent.run(lambda delivery: delivery.replace(Message("anders")))
    assert said.text == "anders"
    assert sent.run(lambda delivery: delivery.remove())
    assert slack.team.posts() == []
    assert not Sent(slack).run(lambda delivery: delivery.remove())


# growing


def an_answer(text: str, composer: str = "llm") -> Answer:
    return Answer("a1", "answered", "nl", "v", "v", text, composer=composer)


async def growing(*texts: str) -> AsyncIterator[Answer]:
    for text in texts:
        yield an_answer(text)


def sentences(n: int) -> list[str]:
    whole = [f"Zin {i} van het antwoord, met genoeg woorden om te groeien [1]. " for i in range(n)]
    return ["".join(whole[: i + 1]) for i in range(n)]


def shown(slack: Slack, sent: Sent, *texts: str, **how: Any) -> Any:
    def final(answer: Answer) -> Message:
        return Message(f"af: {answer.text}", SAID.blocks)

    return sent.run(lambda delivery: delivery.stream(sent.place, growing(*texts), final, **how))


def test_an_answer_grows_and_is_whole_in_the_end(slack: Slack, sent: Sent) -> None:
    texts = sentences(20)
    ts = shown(slack, sent, *texts)
    (said,) = slack.team.posts()
    assert (said.ts, said.streaming, said.blocks) == (ts, False, list(SAID.blocks))
    assert said.text == f"af: {texts[-1]}"
    first, *_, stop, update = slack.methods()
    assert (first, stop, update) == ("chat.startStream", "chat.stopStream", "chat.update")
    pieces = [c.args["markdown_text"] for c in slack.calls if c.method == "chat.appendStream"]
    assert 1 < len(pieces) <= len(texts[-1]) / CHUNK
    assert all(len(piece) >= CHUNK for piece in pieces)


def test_what_does_not_grow_is_posted_at_once(slack: Slack, sent: Sent) -> None:
    assert shown(slack, sent, "Kort.", grow=lambda answer: None)
    assert slack.methods() == ["chat.postMessage"]


def test_outside_a_thread_nothing_grows(slack: Slack, sent: Sent) -> None:
    sent.place = Place("T1", "D1", None, "dm", "U1")
    assert shown(slack, sent, *sentences(9))
    assert slack.methods() == ["chat.postMessage"]


@pytest.mark.parametrize("life", [1, 2])
def test_an_answer_that_slack_stopped_is_whole_all_the_same(
    slack: Slack, sent: Sent, life: int
) -> None:
    slack.team.stream_life = life
    texts = sentences(30)
    assert shown(slack, sent, *texts)
    (said,) = slack.team.posts()
    assert said.text == f"af: {texts[-1]}"
    assert slack.methods().count("chat.appendStream") == life + 1


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
@pytest.mark.parametrize(
    "fault",
    [
        {"error": "message_not_in_streaming_state"},
        {"status": 503},
        {"status": 429, "error": "ratelimited", "retry_after": "99"},
        {"drop": True},
    ],
    ids=str,
)
def test_a_stream_that_fails_leaves_one_whole_answer(
    slack: Slack, sent: Sent, method: str, fault: dict[str, Any]
) -> None:
    slack.fail(method, **fault, times=99)
    texts = sentences(20)
    # Slack lets nobody change what still grows; when it can't be stopped, it expires by itself
    if method == "chat.stopStream":
        slack.team.stream_life = 2
    assert shown(slack, sent, *texts)
    (said,) = slack.team.posts()
    assert (said.text, said.streaming) == (f"af: {texts[-1]}", False)


def test_a_message_that_can_not_be_stopped_makes_room_for_the_whole(
    slack: Slack, sent: Sent
) -> None:
    slack.fail("chat.stopStream", status=503, times=99)
    texts = sentences(20)
    assert shown(slack, sent, *texts) == slack.team.posts()[0].ts
    (said,) = slack.team.posts()
    assert said.text == f"af: {texts[-1]}"


def test_a_half_answer_does_not_stay_when_all_is_done_again(slack: Slack, sent: Sent) -> None:
    slack.fail("chat.update", status=503, times=99)
    with pytest.raises(Later):
        shown(slack, sent, *sentences(20))
    assert slack.team.posts() == []


def test_a_model_that_fails_halfway_leaves_the_tips_own_words(slack: Slack, sent: Sent) -> None:
    texts = [*sentences(12), "Iets heel anders, uit de tips zelf. [1]"]
    assert shown(slack, sent, *texts)
    (said,) = slack.team.posts()
    assert said.text == f"af: {texts[-1]}"


def test_an_answer_that_was_deleted_while_it_grew_stays_away(slack: Slack, sent: Sent) -> None:
    async def deleted() -> AsyncIterator[Answer]:
        for n, text in enumerate(sentences(20)):
            yield an_answer(text)
            if n == 9:
                slack.team.remove("C1", slack.team.posts()[0].ts)

    def final(answer: Answer) -> Message:
        return SAID

    assert sent.run(lambda d: d.stream(sent.place, deleted(), final)) is None
    assert slack.team.posts() == []


def test_a_fault_while_it_grows_leaves_nothing_open(slack: Slack, sent: Sent) -> None:
    async def broken() -> AsyncIterator[Answer]:
        for text in sentences(9):
            yield an_answer(text)
        raise RuntimeError("the engine")

    with pytest.raises(RuntimeError):
        sent.run(lambda d: d.stream(sent.place, broken(), lambda answer: SAID))
    (said,) = slack.team.posts()
    assert not said.streaming


def test_nothing_grows_for_longer_than_slack_lets_it(slack: Slack, sent: Sent) -> None:
    now = 0.0

    async def slowly(delivery: Delivery) -> None:
        nonlocal now
        message = Growing(delivery._client, sent.place, lambda: now)
        for text in sentences(40):
            now += GROWS / 20
            await message.show(text)
        await message.end()

    sent.run(slowly)
    assert slack.methods().count("chat.stopStream") == 1
    assert len(slack.team.posts()[0].text) < len(sentences(40)[-1])


def test_what_blocks_does_not_hold_up_the_rest() -> None:
    """The engine's own iterator runs in threads; the loop goes on meanwhile."""

    async def take() -> list[int]:
        return [n async for n in each(iter(range(5)))]

    assert asyncio.run(take()) == [0, 1, 2, 3, 4]
