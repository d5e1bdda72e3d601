from __future__ import annotations

import pytest

from assistant.privacy import find, mask


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("haar BSN is 123456782", ["bsn"]),
        ("BSN 1234.56.782 staat in het dossier", ["bsn"]),
        ("bel me op 06-12345678", ["phone"]),
        ("mijn nummer is +31 6 12345678", ["phone"]),
        ("(013) 466 91 11 graag", ["phone"]),
        ("mail jan.jansen@voorbeeld.nl", ["email"]),
        ("mail jan (at) voorbeeld.nl", ["email"]),
        ("stort op NL91ABNA0417164300 en dan", ["iban"]),
        ("stort op NL91 ABNA 0417 1643 00", ["iban"]),
        ("zij woont op Dorpsstraat 12", ["address"]),
        ("postcode 5038 AB", ["address"]),
        ("she lives at 14 Church Road", ["address"]),
        ("kenteken 12-ABC-3 staat dubbel", ["plate"]),
        ("kenteken XX 123 Y reed weg", ["plate"]),
        ("Piet, geboren op 12 maart 1980", ["birth"]),
        ("d.o.b. 12/03/1980", ["birth"]),
        ("mail a@b.nl of bel 0612345678", ["email", "phone"]),
    ],
)
def test_finds_personal_data(text: str, kinds: list[str]) -> None:
    assert [finding.kind for finding in find(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "wethouder De Vries houdt het tegen",
        "zaak 123456789 ligt al drie maanden",  # fails the eleven-test
        "het kost 25.000 euro in 2024-2025",
        "kom naar kamer 3.12 of Plein 1944",
        "artikel 2.4 lid 3 en de A12",
        "bel 14 013 of 0800-1234567, bij gevaar 112",
        "we zaten met 12 bewoners in de Kerkstraat",
        "vandaag is 24-11-2026 om 12:30",
        "in de Schoolstraat 12 bewoners gesproken",
    ],
)
def test_leaves_ordinary_words_and_numbers_alone(text: str) -> None:
    assert find(text) == ()


def test_a_finding_tells_where_it_stands() -> None:
    (finding,) = find("bel 06-12345678 graag")
    assert "bel 06-12345678 graag"[finding.start : finding.end] == "06-12345678"


def test_mask_keeps_everything_else() -> None:
    text = "mail a@b.nl of bel 06-12345678, dank"
    assert mask(text, find(text)) == "mail […] of bel […], dank"
