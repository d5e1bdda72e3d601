from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.frontends.slack import escape

CALLS = re.compile(r"<[!@#]|(?<!\u2060)@(?:channel|here|everyone)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@UBOT> Wat nu?", "Wat nu?"),
        ("Wat nu, <@UBOT|bricoleur>?", "Wat nu, ?"),
        ("<@U2> blokkeert het plan", "collega blokkeert het plan"),
        ("Q&amp;A &lt;snel&gt;", "Q&A <snel>"),
        ("&amp;lt; is een teken", "&lt; is een teken"),
        ("zie <https://x.example/a?b=1&amp;c=2|het plan>", "zie het plan"),
        ("zie <https://x.example/a?naam=jan>", "zie"),
        (":wave: hallo :+1::skin-tone-3: om 10:30:15 :thinking_face:", "hallo  om 10:30:15"),
        ("mail <mailto:jan@x.example|jan@x.example>", "mail jan@x.example"),
        ("bel <tel:0612345678>", "bel 0612345678"),
        ("<!channel> <!here|here> hallo", "hallo"),
        ("in <#C1|wijkteam> en <#C2>", "in #wijkteam en"),
        ("voor <!subteam^S1|@wijkteams>", "voor @wijkteams"),
        ("<!date^1392734382^{date}|18 februari>", "18 februari"),
        ("a < b en c > d", "a < b en c > d"),
    ],
)
def test_what_slack_hands_over_becomes_what_was_typed(sent: str, meant: str) -> None:
    assert escape.incoming(sent, "UBOT") == meant


def test_a_mailed_address_is_seen_by_the_guard_whatever_its_label() -> None:
    assert "06" not in escape.incoming("<tel:0612345678|bel mij>")
    assert escape.incoming("<mailto:jan@x.example>") == "jan@x.example"


@pytest.mark.parametrize(
    ("text", "names"),
    [("<@UBOT> hoi", False), ("<@U2> hoi", True), ("<@UBOT|b> <@U3|x>", True), ("@jan", False)],
)
def test_a_mention_of_a_person_is_noticed(text: str, names: bool) -> None:
    assert escape.names_someone(text, "UBOT") is names


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> kom", "@channel en @here en @everyone", "<https://kwaad.example|klik>",
        "*vet* _schuin_ ~weg~ `code` ```blok```", ">>> citaat", ":bomb: :+1:",
        "https://kwaad.example", "<@U1>", "a & b < c > d",
    ],
)  # fmt: skip
def test_nothing_in_a_text_has_a_meaning(text: str) -> None:
    safe = escape.mrkdwn(text)
    assert not CALLS.search(safe)
    assert not re.search(r"(?<!\w)[*_~`]+\w|^\s*&gt;|:\w+:|https?://", safe)
    assert escape.incoming(safe).replace(escape.JOIN, "") == text.strip()


@given(st.text())
def test_no_text_can_call_or_link(text: str) -> None:
    for safe in (escape.mrkdwn(text), escape.markdown(text)):
        assert not set("<>") & set(safe)
        assert not CALLS.search(safe)
        assert not re.search(r"&(?!amp;|lt;|gt;)", safe)
        assert "](" not in safe
        safe.encode()  # halves of characters are gone


@given(st.text(), st.text())
def test_a_link_ends_where_it_should(url: str, label: str) -> None:
    made = escape.link(url, label)
    assert re.fullmatch(r"<[^<>|]*\|[^<>|]*>", made, re.DOTALL)


@given(st.text(), st.integers(2, 80))
def test_a_cut_is_never_too_long_and_says_that_it_is_one(text: str, most: int) -> None:
    short = escape.cut(text, most)
    assert len(short) <= most
    assert short == text or short.endswith(escape.ELLIPSIS)
    assert "\n" not in escape.line(text, most)


def test_a_cut_falls_between_words() -> None:
    assert escape.cut("een lange zin over bewoners", 16) == "een lange zin…"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "/tip/x", "https://" + 2_001 * "a"])
def test_only_an_address_on_the_web_is_one(url: str) -> None:
    assert not escape.is_web(url)
