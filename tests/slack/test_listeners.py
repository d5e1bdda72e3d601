from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.feedback import Feedback, FeedbackStore, open_store
from assistant.frontends.slack import manifest
from assistant.frontends.slack.app import Door
from assistant.frontends.slack.intake import read_event
from assistant.frontends.slack.message import Place
from assistant.generation.clients import ModelServer
from assistant.generation.contract import Limits
from assistant.generation.lead import Lead
from assistant.generation.writing import Author
from assistant.models import Turn
from assistant.settings import Settings
from corpus.sentences import split_sentences
from index.retriever import Retriever
from tests.generation.fault_server import FAULTS, FaultServer, Sentence, composes
from tests.slack.conftest import Opened
from tests.slack.envelopes import (
    changed,
    click,
    command,
    deleted,
    direct,
    event,
    mention,
    new_ts,
    opened,
    shortcut,
)
from tests.slack.limits import faults
from tests.slack.servers import Slack
from tests.slack.shown import buttons, shown
from tests.slack.world import METHODS, Said

PLAIN = "Een bewonersinitiatief loopt vast op de vergunning."
PERSONAL = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
CRISIS = "Een bewoner zegt dat hij zich van kant gaat maken"


class Workspace:
    """The door on the stand-in for Slack: every event is dealt with before the next line."""

    def __init__(
        self, slack: Slack, door: Door, feedback: FeedbackStore, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.slack = slack
        self.door = door
        self.feedback = feedback
        self._loop = loop

    def happen(self, payload: dict[str, Any]) -> None:
        found = read_event(payload)
        assert found is not None

        async def work() -> None:
            await self.door.work.take(found)
            await self.door.work.finish()

        self._loop.run_until_complete(work())

    def say(self, text: str, channel: str = "C1", thread: str | None = None, **more: Any) -> str:
        """Let U1 say something to the app, and return the message."""
        ts = self.slack.team.hear(channel, new_ts(), text, thread)
        made = direct if channel.startswith("D") else mention
        self.happen(made(text, channel=channel, ts=ts, thread=thread, **more))
        return ts

    def type(self, text: str, **more: Any) -> None:
        """Let U1 type the command."""
        self.happen(command(text, self.slack.response_url(**more), **more))

    def press(self, name: str, said: Said, user: str = "U1") -> None:
        """Let someone press a button of a message."""
        button = buttons(said.blocks)[name]
        action = {**button, "action_ts": new_ts()}
        address = self.slack.response_url("T1", said.channel, user, said, said.thread)
        self.happen(
            click(
                action, address, channel=said.channel, user=user, ts=said.ts, thread=said.thread,
                ephemeral=said.only_for is not None,
            )
        )  # fmt: skip

    @property
    def posts(self) -> list[Said]:
        found = self.slack.team.posts()
        for said in found:
            assert faults(said.blocks) == []
        return found

    @property
    def post(self) -> Said:
        """The only message that the app has standing there."""
        (said,) = self.posts
        return said

    def history(self, channel: str, thread: str) -> tuple[Turn, ...]:
        place = Place("T1", channel, thread, "channel", "U1")
        return self.door.stores.threads.history(place)


@pytest.fixture
def enter(
    slack: Slack, opened: Opened, single: Settings
) -> Iterator[Callable[[Assistant], Workspace]]:
    """Opens the door for an assistant, and closes it at the end."""
    loop = asyncio.new_event_loop()
    ends = []
    settings = single.model_copy(update={"public_url": "https://tips.gemeente.example"})
    feedback = open_store(settings)

    def start(assistant: Assistant) -> Workspace:
        door = opened(settings, assistant)
        ends.append(door.__aexit__)
        return Workspace(slack, loop.run_until_complete(door.__aenter__()), feedback, loop)

    yield start
    for end in ends:
        loop.run_until_complete(end(None, None, None))
    loop.close()
    feedback.close()


@pytest.fixture
def workspace(enter: Callable[[Assistant], Workspace], assistant: Assistant) -> Workspace:
    return enter(assistant)


def test_a_direct_message_is_answered_below_it(workspace: Workspace) -> None:
    ts = workspace.say(PERSONAL, "D1")
    said = workspace.post
    assert (said.channel, said.thread, said.only_for) == ("D1", ts, None)
    assert "Loop vandaag nog bij je collega langs" in shown(said.blocks)
    assert said.args["unfurl_links"] in (False, "0", "false")


def test_a_mention_is_answered_in_its_thread(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN)
    said = workspace.post
    assert (said.channel, said.thread, said.only_for) == ("C1", ts, None)


def test_a_follow_up_in_a_thread_needs_no_second_telling(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN)
    workspace.say("En wat nog meer?", thread=ts)
    first, second = workspace.posts
    assert second.thread == ts
    assert "Praktijk" in shown(second.blocks)
    assert shown(second.blocks) != shown(first.blocks)


def test_a_person_in_a_channel_is_first_a_choice(workspace: Workspace) -> None:
    workspace.say(PERSONAL)
    said = workspace.post
    assert (said.channel, said.only_for) == ("C1", "U1")
    assert "Loop vandaag nog" not in shown(said.blocks)


def test_going_on_in_private_brings_the_answer_there_and_can_be_asked_on(
    workspace: Workspace,
) -> None:
    workspace.say(PERSONAL)
    warning = workspace.post
    workspace.press("Ga verder in privé", warning)
    private = next(said for said in workspace.posts if said.channel == "D1")
    assert "Loop vandaag nog" in shown(private.blocks)
    assert "Het antwoord staat in je privégesprek" in shown(warning.blocks)
    assert not [said for said in workspace.posts if said.channel == "C1" and not said.only_for]
    workspace.say("En hoe zeg ik dat?", "D1", thread=private.ts)
    assert "Jij ziet iets wat ik niet zie" in shown(workspace.posts[-1].blocks)


def test_answering_here_after_all_answers_in_the_thread(workspace: Workspace) -> None:
    ts = workspace.say(PERSONAL)
    workspace.press("Antwoord hier", workspace.post)
    said = workspace.post
    assert (said.channel, said.thread, said.only_for) == ("C1", ts, None)
    assert "Loop vandaag nog" in shown(said.blocks)
    workspace.say("Mijn collega wil ook niet praten. Wat nog meer?", thread=ts)
    assert workspace.posts[-1].only_for is None


def test_someone_else_can_not_choose_for_the_asker(workspace: Workspace) -> None:
    workspace.say(PERSONAL)
    warning = workspace.post
    workspace.press("Antwoord hier", warning, user="U2")
    assert [said.only_for for said in workspace.posts] == ["U1"]


def test_a_crisis_in_a_channel_is_answered_in_private_alone(workspace: Workspace) -> None:
    workspace.say(CRISIS)
    said = workspace.post
    assert said.channel == "D1"
    assert "113" in shown(said.blocks)


def test_a_crisis_is_answered_on_the_spot_if_not_in_private(workspace: Workspace) -> None:
    workspace.slack.fail("conversations.open", error="user_not_found")
    workspace.say(CRISIS)
    said = workspace.post
    assert (said.channel, said.only_for) == ("C1", "U1")
    assert "113" in shown(said.blocks)


def test_personal_data_in_a_channel_is_told_to_its_writer_only(workspace: Workspace) -> None:
    workspace.say("Bewoner met bsn 111222333 wil niet meewerken")
    assert workspace.post.only_for == "U1"
    assert "111222333" not in str([call.args for call in workspace.slack.calls])


def test_the_command_answers_its_writer_who_can_share(workspace: Workspace) -> None:
    workspace.type(PLAIN)
    said = workspace.post
    assert said.only_for == "U1"
    workspace.press("Deel met iedereen hier", said)
    shared = workspace.posts[-1]
    assert (shared.channel, shared.only_for) == ("C1", None)
    assert f"| {PLAIN}" in shown(shared.blocks)
    assert "<@U1> deelt een antwoord op:" in shown(shared.blocks)
    assert shown(said.blocks) == "Je hebt dit antwoord gedeeld."
    workspace.say("Wat nog meer?", thread=shared.ts)
    assert "Praktijk" in shown(workspace.posts[-1].blocks)


def test_an_answer_can_be_shared_where_the_app_is_no_member(workspace: Workspace) -> None:
    workspace.type(PLAIN, channel="C2")
    workspace.press("Deel met iedereen hier", workspace.post)
    assert [said.only_for for said in workspace.posts] == ["U1", None]
    assert f"| {PLAIN}" in shown(workspace.posts[-1].blocks)


def test_keeping_it_to_oneself_keeps_it_in_private(workspace: Workspace) -> None:
    workspace.type(PLAIN)
    workspace.press("Bewaar voor mezelf", workspace.post)
    assert [said.channel for said in workspace.posts] == ["C1", "D1"]
    assert not [said for said in workspace.posts if said.channel == "C1" and not said.only_for]


def test_an_answer_of_more_than_an_hour_ago_can_not_be_shared(workspace: Workspace) -> None:
    workspace.type(PLAIN)
    workspace.door.stores.threads.forget_team("T1")
    workspace.press("Deel met iedereen hier", workspace.post)
    assert "ouder dan een uur" in shown(workspace.post.blocks)


def test_the_command_without_words_explains_itself(workspace: Workspace) -> None:
    workspace.type("  ")
    assert "/bricoleur" in shown(workspace.post.blocks)
    assert workspace.post.only_for == "U1"


def test_the_shortcut_answers_whoever_chose_it(workspace: Workspace) -> None:
    payload = shortcut(PLAIN, workspace.slack.response_url(user="U1"))
    workspace.slack.team.hear("C1", payload["message_ts"], PLAIN)
    workspace.happen(payload)
    said = workspace.post
    assert (said.only_for, said.thread) == ("U1", None)
    assert f"| {PLAIN}" in shown(said.blocks)
    workspace.press("Deel met iedereen hier", said)
    assert workspace.posts[-1].thread == payload["message_ts"]


def test_a_shortcut_on_a_picture_says_what_it_can_read(workspace: Workspace) -> None:
    workspace.happen(shortcut("", workspace.slack.response_url(user="U1")))
    assert "Ik lees alleen tekst" in shown(workspace.post.blocks)


def test_a_file_without_words_is_answered_with_a_sentence(workspace: Workspace) -> None:
    workspace.say("", "D1", subtype="file_share", files=[{"id": "F1"}])
    assert "Ik lees alleen tekst" in shown(workspace.post.blocks)


@pytest.mark.parametrize("text", ["", ":wave:", "<https://x.example>"])
def test_a_message_without_a_question_is_asked_for_one(workspace: Workspace, text: str) -> None:
    workspace.say(text)
    assert shown(workspace.post.blocks).startswith("Ik zie geen vraag.")


def test_an_edited_question_gets_a_new_answer_in_the_same_place(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN, "D1")
    before = shown(workspace.post.blocks)
    workspace.happen(changed(ts, "Bewoners zijn woedend op mijn avond.", before=PLAIN))
    assert workspace.post.edited
    assert shown(workspace.post.blocks) != before


def test_personal_data_that_is_edited_out_gets_its_answer(workspace: Workspace) -> None:
    ts = workspace.say("Bewoner met bsn 111222333 is boos", "D1")
    workspace.happen(changed(ts, PLAIN, before="…"))
    assert "Praktijk" in shown(workspace.post.blocks)


def test_a_change_that_is_none_changes_nothing(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN, "D1")
    workspace.happen(changed(ts, PLAIN, before=PLAIN))
    assert not workspace.post.edited


def test_an_edited_mention_does_not_answer_twice(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN)
    again = mention("Bewoners zijn woedend op mijn avond.", ts=ts)
    again["event"]["edited"] = {"user": "U1", "ts": ts}
    workspace.happen(again)
    assert workspace.post.edited


def test_a_mention_that_becomes_personal_loses_its_public_answer(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN)
    again = mention(PERSONAL, ts=ts)
    again["event"]["edited"] = {"user": "U1", "ts": ts}
    workspace.happen(again)
    assert workspace.post.only_for == "U1"


def test_an_app_that_is_mentioned_by_an_edit_answers(workspace: Workspace) -> None:
    ts = workspace.slack.team.hear("C1", new_ts(), PLAIN)
    late = mention(PLAIN, ts=ts)
    late["event"]["edited"] = {"user": "U1", "ts": ts}
    workspace.happen(late)
    assert workspace.post.thread == ts


def test_an_edit_after_a_day_is_left_alone(workspace: Workspace) -> None:
    ts = workspace.slack.team.hear("C1", new_ts(), PLAIN)
    late = mention(PLAIN, ts=ts)
    late["event"]["edited"] = {"user": "U1", "ts": f"{float(ts) + 86_400:.6f}"}
    workspace.happen(late)
    assert workspace.posts == []


def test_a_deleted_question_takes_its_answer_along(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN, "D1")
    workspace.happen(deleted(ts, text=PLAIN))
    assert workspace.posts == []
    assert workspace.history("D1", ts) == ()


def test_what_is_left_of_a_deleted_question_with_replies_counts_as_deleted(
    workspace: Workspace,
) -> None:
    ts = workspace.say(PLAIN, "D1")
    stone = changed(ts, "This message was deleted.", before=PLAIN)
    stone["event"]["message"] |= {"subtype": "tombstone", "user": "USLACKBOT"}
    workspace.happen(stone)
    assert workspace.posts == []


@pytest.mark.parametrize(
    "more",
    [{"bot_id": "B9"}, {"subtype": "bot_message"}, {"subtype": "channel_join"},
     {"user": "UBOTT1"}, {"user": "USLACKBOT"}],
)  # fmt: skip
def test_what_no_person_typed_is_left_alone(workspace: Workspace, more: dict[str, Any]) -> None:
    workspace.happen(direct(PLAIN, **more))
    assert workspace.posts == []


def test_a_message_in_a_channel_without_a_mention_is_left_alone(workspace: Workspace) -> None:
    payload = direct(PLAIN, channel="C1")
    payload["event"]["channel_type"] = "channel"
    workspace.happen(payload)
    assert workspace.slack.methods() == []


def test_an_event_that_nobody_knows_is_taken_in(workspace: Workspace) -> None:
    workspace.happen(event({"type": "team_join", "user": {"id": "U3"}, "event_ts": "1.1"}))
    assert workspace.slack.methods() == []


def test_a_question_that_is_offered_is_answered_in_the_thread(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN)
    offered = next(
        name for name, one in buttons(workspace.post.blocks).items()
        if one["action_id"].startswith("ask_")
    )  # fmt: skip
    workspace.press(offered, workspace.post)
    said = workspace.posts[-1]
    assert (said.thread, said.only_for) == (ts, None)
    assert "<@U1> vraagt verder:" in shown(said.blocks)


def test_a_question_offered_to_one_person_is_answered_to_them(workspace: Workspace) -> None:
    workspace.type("hoi")
    workspace.press(next(iter(buttons(workspace.post.blocks))), workspace.post)
    assert [said.only_for for said in workspace.posts] == ["U1", "U1"]


def test_a_verdict_is_stored_without_who_and_what(workspace: Workspace) -> None:
    workspace.say(PLAIN)
    workspace.press("Nuttig", workspace.post, user="U2")
    (stored,) = workspace.feedback.all()
    assert isinstance(stored, Feedback)
    assert (stored.useful, stored.question, stored.language) == (True, None, "nl")
    assert stored.tips and stored.practices
    thanks = workspace.posts[-1]
    assert thanks.only_for == "U2"
    assert "Dank je" in shown(thanks.blocks)


def test_only_the_asker_can_take_an_answer_away(workspace: Workspace) -> None:
    ts = workspace.say(PLAIN)
    workspace.press("Haal dit antwoord weg", workspace.post, user="U2")
    assert len(workspace.posts) == 1
    workspace.press("Haal dit antwoord weg", workspace.post)
    assert workspace.posts == []
    assert workspace.history("C1", ts) == ()


def test_the_page_of_the_app_is_shown_and_changes_language(workspace: Workspace) -> None:
    workspace.happen(opened("home"))
    page = workspace.slack.team.homes["U1"]["blocks"]
    assert "De praktijken" in shown(page)
    other = {**buttons(page)["English"], "action_ts": new_ts()}
    workspace.happen(click(other, workspace.slack.response_url()))
    assert "The practices" in shown(workspace.slack.team.homes["U1"]["blocks"])


def test_a_situation_on_the_page_is_answered_in_private(workspace: Workspace) -> None:
    workspace.happen(opened("home"))
    start = buttons(workspace.slack.team.homes["U1"]["blocks"])[PERSONAL]
    pressed = click({**start, "action_ts": new_ts()}, workspace.slack.response_url())
    pressed["container"] = {"type": "view", "view_id": "V1"}
    pressed.pop("channel")
    workspace.happen(pressed)
    said = workspace.post
    assert (said.channel, said.thread) == ("D1", None)
    assert "Loop vandaag nog" in shown(said.blocks)
    workspace.say("En hoe zeg ik dat?", "D1", thread=said.ts)
    assert "Jij ziet iets wat ik niet zie" in shown(workspace.posts[-1].blocks)


def test_situations_are_offered_above_an_empty_conversation(workspace: Workspace) -> None:
    workspace.happen(opened("messages"))
    (prompts,) = workspace.slack.team.prompts
    assert PERSONAL in [one["message"] for one in prompts["prompts"]]


def test_it_may_do_what_it_does_and_no_more(workspace: Workspace) -> None:
    workspace.slack.team.scopes = frozenset(manifest.scopes())
    workspace.say(PLAIN)
    workspace.happen(opened("home"))
    workspace.happen(opened("messages"))
    workspace.say(CRISIS)
    assert [call for call in workspace.slack.calls if not call.answer["ok"]] == []
    called = {METHODS[method][2] for method in workspace.slack.methods()} - {None}
    listens = {"app_mentions:read", "im:history", "commands"}  # asked for by what is subscribed to
    assert called | listens == set(manifest.scopes())


# a language model that writes


@pytest.fixture
def model() -> Iterator[FaultServer]:
    def verbatim(passages: dict[int, str]) -> list[Sentence]:
        found = [(one, [n]) for n, text in passages.items() for one in split_sentences(text)[:3]]
        return found[:9]

    server = FaultServer(composes(verbatim))
    yield server
    server.close()


@pytest.fixture
def written(
    enter: Callable[[Assistant], Workspace], real_retriever: Retriever, model: FaultServer
) -> Workspace:
    server = ModelServer("openai", f"{model.url}/v1", "model-x", wait=lambda seconds: None)
    author = Author(Lead(server, Limits()), "refuse")
    return enter(Assistant(lambda: real_retriever, "nl", author=author))


def test_what_a_model_writes_grows_and_ends_as_any_answer(written: Workspace) -> None:
    ts = written.say(PLAIN)
    said = written.post
    assert (said.thread, said.streaming) == (ts, False)
    assert "Geschreven door een taalmodel" in shown(said.blocks)
    assert "Nuttig" in buttons(said.blocks)
    methods = written.slack.methods()
    assert methods[0] == "assistant.threads.setStatus"
    assert "chat.startStream" in methods
    assert methods[-1] == "chat.update"
    (begun,) = (call.args for call in written.slack.calls if call.method == "chat.startStream")
    assert begun["markdown_text"]
    assert written.history("C1", ts)[0].tips


def test_an_answer_that_stopped_growing_is_whole_in_the_end(written: Workspace) -> None:
    written.slack.team.stream_life = 1
    written.say(PLAIN, "D1")
    refused = [call.answer["error"] for call in written.slack.calls if not call.answer["ok"]]
    assert set(refused) == {"message_not_in_streaming_state"}
    assert "Geschreven door een taalmodel" in shown(written.post.blocks)


def test_what_a_model_writes_on_a_person_does_not_grow_where_others_read(
    written: Workspace,
) -> None:
    written.say(PERSONAL)
    assert written.post.only_for == "U1"
    assert "chat.startStream" not in written.slack.methods()
    assert [status["status"] for status in written.slack.team.statuses][-1] == ""
    written.press("Antwoord hier", written.post)
    assert "Geschreven door een taalmodel" in shown(written.post.blocks)


def test_a_shared_answer_is_the_one_that_was_read(written: Workspace, model: FaultServer) -> None:
    written.type(PLAIN)
    read = shown(written.post.blocks)
    model.script = FAULTS["a web page"][0]  # a model that is asked again writes something else
    written.press("Deel met iedereen hier", written.post)
    shared = shown(written.posts[-1].blocks)
    assert "Geschreven door een taalmodel" in shared
    assert read.splitlines()[2:5] == shared.splitlines()[2:5]


def test_a_model_that_fails_is_not_noticed(written: Workspace, model: FaultServer) -> None:
    model.script = FAULTS["a web page"][0]
    written.say(PLAIN)
    assert "Begin hier" in shown(written.post.blocks)
    assert "taalmodel" not in shown(written.post.blocks)
