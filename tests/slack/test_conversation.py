from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.feedback import FeedbackStore
from assistant.frontends.slack.conversation import Conversation, Heard, Kept, Said
from assistant.frontends.slack.message import Kind, Place
from assistant.frontends.slack.parts import Parts
from assistant.frontends.slack.threads import HOUR, Threads
from assistant.frontends.slack.vault import Vault
from assistant.settings import Settings
from corpus.models import Corpus
from tests.slack.limits import faults
from tests.slack.shown import buttons, shown

PLAIN = "Een bewonersinitiatief loopt vast op de vergunning."
PERSONAL = "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?"
CRISIS = "Een bewoner zegt dat hij zich van kant gaat maken"
NUMBER = "Bewoner met bsn 111222333 wil niet meewerken"


@dataclass
class Clock:
    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class World:
    """A conversation on the real engine and a real database."""

    talk: Conversation
    threads: Threads
    clock: Clock

    def hear(
        self, text: str, kind: Kind = "channel", thread: str | None = None, **more: Any
    ) -> Heard:
        ts = f"{self.clock.now:.6f}"
        self.clock.now += 1
        place = Place("T1", "D1" if kind == "dm" else "C1", thread, kind, "U1")
        heard = self.talk.heard(place, ts, text, "UBOT")
        return Heard(heard.place, heard.ts, heard.question, heard.names, **more)

    def say(self, text: str, kind: Kind = "channel", **more: Any) -> Said:
        said = self.talk.answer(self.hear(text, kind, **more))
        assert faults(said.message.blocks) == []
        return said

    def kept(self, said: Said) -> Kept:
        found = self.talk.kept("T1", said.answer.id)
        assert found is not None
        return found


@pytest.fixture
def world(tmp_path: Path, assistant: Assistant, corpus: Corpus) -> Iterator[World]:
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    clock = Clock()
    threads = Threads(url, Vault("a secret of the tests"), clock)
    feedback = FeedbackStore(url)
    settings = Settings(data_dir=tmp_path, public_url="https://tips.gemeente.example")
    yield World(Conversation(Parts(assistant, feedback, threads, settings, corpus)), threads, clock)
    threads.close()
    feedback.close()


def test_a_question_in_a_channel_is_answered_in_the_thread(world: World) -> None:
    said = world.say(f"<@UBOT> {PLAIN}")
    assert (said.way, said.answer.status) == ("thread", "answered")
    assert "Haal dit antwoord weg" in buttons(said.message.blocks)


def test_a_question_about_a_person_waits_for_a_word_where_others_read(world: World) -> None:
    said = world.say(f"<@UBOT> {PERSONAL}")
    assert said.way == "whisper"
    text = shown(said.message.blocks)
    assert "Iedereen in dit kanaal leest mee" in text
    assert said.answer.citations[0].quote not in text
    assert set(buttons(said.message.blocks)) == {"Ga verder in privé", "Antwoord hier"}


def test_the_same_question_in_private_is_simply_answered(world: World) -> None:
    said = world.say(PERSONAL, "dm")
    assert said.way == "thread"
    assert "Haal dit antwoord weg" not in buttons(said.message.blocks)


@pytest.mark.parametrize("text", ["<@U2> blokkeert het plan van de bewoners", f"<@U2> {PLAIN}"])
def test_whoever_is_mentioned_is_a_person(world: World, text: str) -> None:
    assert world.say(f"<@UBOT> {text}").way == "whisper"


def test_the_name_behind_a_mention_is_not_searched_or_kept(world: World) -> None:
    said = world.say(f"<@UBOT> <@U2> vindt dit: {PLAIN}")
    assert "U2" not in said.answer.question
    assert "collega vindt dit" in said.answer.question


def test_what_waits_is_brought_where_the_asker_says(world: World) -> None:
    said = world.say(f"<@UBOT> {PERSONAL}")
    kept = world.kept(said)
    assert kept.personal
    quote = said.answer.citations[2].quote
    private = world.talk.in_private(kept)
    assert shown(private.blocks).startswith("(Dit vroeg je elders in Slack.")
    assert f"| {PERSONAL}" in shown(private.blocks)
    assert quote in shown(private.blocks)
    here = world.talk.here(kept)
    assert PERSONAL not in shown(here.blocks)
    assert quote in shown(here.blocks)
    assert buttons(here.blocks)["Haal dit antwoord weg"]["value"] == f"U1 {kept.ts}"


def test_who_wants_an_answer_here_is_not_asked_again_in_that_thread(world: World) -> None:
    heard = world.hear(f"<@UBOT> {PERSONAL}")
    said = world.talk.answer(heard)
    world.talk.here(world.kept(said))
    assert world.say(f"<@UBOT> {PERSONAL}", thread=heard.ts).way == "thread"
    assert world.say(f"<@UBOT> {PERSONAL}", thread="1.5").way == "whisper"
    world.clock.now += HOUR
    assert world.say(f"<@UBOT> {PERSONAL}", thread=heard.ts).way == "whisper"


def test_what_waits_is_gone_after_an_hour(world: World) -> None:
    said = world.say(f"<@UBOT> {PERSONAL}")
    world.clock.now += HOUR
    assert world.talk.kept("T1", said.answer.id) is None


def test_what_waits_in_one_workspace_is_not_there_for_another(world: World) -> None:
    said = world.say(f"<@UBOT> {PERSONAL}")
    assert world.talk.kept("T2", said.answer.id) is None


def test_help_in_a_crisis_is_never_given_where_others_read(world: World) -> None:
    said = world.say(f"<@UBOT> {CRISIS}")
    assert (said.way, said.answer.status) == ("private", "referred_crisis")
    assert "113" in shown(said.message.blocks)
    assert world.say(CRISIS, "dm").way == "thread"
    assert world.say(CRISIS, whispered=True).way == "whisper"


def test_personal_data_is_refused_without_an_audience(world: World) -> None:
    said = world.say(f"<@UBOT> {NUMBER}")
    assert (said.way, said.answer.status) == ("whisper", "blocked_personal_data")
    text = shown(said.message.blocks)
    assert "111222333" not in text
    assert "Haal het daar zelf weg" in text
    assert "Haal het daar zelf weg" not in shown(world.say(NUMBER, whispered=True).message.blocks)


def test_an_ending_that_tells_nothing_is_said_in_the_thread(world: World) -> None:
    for text in ("hoi", "Hoe bak ik een taart?"):
        assert world.say(f"<@UBOT> {text}").way == "thread"


def test_a_whispered_answer_can_be_shared_with_its_question(world: World) -> None:
    said = world.say(
        "Twee <!channel> groepen willen hetzelfde veldje.", whispered=True, quoted=True
    )
    assert said.way == "whisper"
    assert "Alleen jij ziet dit antwoord" in shown(said.message.blocks)
    shared = world.talk.shared(world.kept(said))
    assert shared.blocks[0]["elements"][0]["text"] == "<@U1> deelt een antwoord op:"
    text = shown(shared.blocks)
    assert "| Twee groepen willen hetzelfde veldje." in text
    assert "Alleen jij ziet dit antwoord" not in text
    assert "Deel met iedereen hier" not in buttons(shared.blocks)


def test_a_shared_answer_to_a_shortcut_stands_under_the_message(world: World) -> None:
    said = world.say(PLAIN, whispered=True, quoted=True, under="5.5")
    assert world.kept(said).place.thread == "5.5"


def test_a_follow_up_knows_what_came_before(world: World) -> None:
    first = world.hear(PERSONAL, "dm")
    answer = world.talk.answer(first).answer
    world.talk.remember(first, answer, "9.9")
    said = world.say("En hoe zeg ik dat tegen hem?", "dm", thread=first.ts)
    assert said.answer.tips == answer.tips
    assert world.say("En hoe zeg ik dat tegen hem?", "dm").answer.tips == answer.tips
    assert world.say("En hoe zeg ik dat tegen hem?", "dm", thread="7.7").answer.tips != answer.tips


def test_a_thread_does_not_know_what_was_asked_elsewhere(world: World) -> None:
    first = world.hear(PLAIN)
    world.talk.remember(first, world.talk.answer(first).answer, "9.9")
    elsewhere = world.say("Wat nog meer?", thread="7.7").answer
    assert elsewhere.query == "Wat nog meer?"
    assert PLAIN in world.say("Wat nog meer?", thread=first.ts).answer.query


def test_of_what_was_not_answered_not_a_word_is_remembered(world: World) -> None:
    heard = world.hear(NUMBER, "dm")
    world.talk.remember(heard, world.talk.answer(heard).answer, "9.9")
    (turn,) = world.threads.history(Place("T1", "D1", heard.ts, "dm", "U1"))
    assert (turn.question, turn.tips) == ("", ())
    assert world.talk.reply_to(heard.place, heard.ts) == "9.9"
    assert world.say("En dan?", "dm", thread=heard.ts).answer.query == "En dan?"


def test_a_deleted_question_is_forgotten(world: World) -> None:
    heard = world.hear(PLAIN)
    world.talk.remember(heard, world.talk.answer(heard).answer, "9.9")
    assert world.talk.forget(heard.place, heard.ts) == "9.9"
    assert world.talk.reply_to(heard.place, heard.ts) is None
    assert world.talk.forget(heard.place, heard.ts) is None


def test_a_question_that_was_offered_stands_on_its_own(world: World) -> None:
    first = world.hear(PERSONAL, "dm")
    world.talk.remember(first, world.talk.answer(first).answer, "9.9")
    asked = "Hoe krijg ik hem mee naar buiten?"
    said = world.say(asked, "dm", thread=first.ts, offered=True, quoted=True)
    assert said.answer.query == asked
    assert shown(said.message.blocks).startswith("(Vraag)\n| Hoe krijg ik hem")


def test_danger_is_answered_in_private_with_whom_to_call(world: World) -> None:
    question = "De vrouw deed open met een kapotte lip en keek de hele tijd naar haar man."
    said = world.say(f"<@UBOT> {question}")
    assert said.way != "thread"
    assert "112" in shown(said.message.blocks)


def test_it_answers_in_the_language_of_the_question(world: World) -> None:
    said = world.say("<@UBOT> My manager wants figures only. What now?")
    assert "Everyone in this channel can read along" in shown(said.message.blocks)
    assert set(buttons(said.message.blocks)) == {"Go on in private", "Answer here"}
