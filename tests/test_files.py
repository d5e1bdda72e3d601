"""What a reuser, an auditor and an administrator look for is there, and fits its form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest
import yaml

from assistant.settings import Settings

ROOT: Final = Path(__file__).parents[1]
LONGEST: Final = {"naam": 100, "korteOmschrijving": 350, "technischeWerking": 5000}
MANDATORY: Final = (
    "schema", "taal", "naam", "korteOmschrijving", "organisatie", "status", "contactgegevens",
    "publicatiecategorie", "doelEnImpact", "afwegingen", "menselijkeTussenkomst", "risicobeheer",
    "wettelijkeBasis", "impacttoetsen", "gegevens", "technischeWerking", "leverancier",
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "GOVERNANCE.md",
        "SECURITY.md", "CODE_OF_CONDUCT.md", "publiccode.yml", "docs/standards.md",
        "docs/dpia-input.md", "docs/toegankelijkheidsverklaring.md",
        "docs/toegankelijkheid-test.md", "docs/algoritmeregister.json", "docs/slack.md",
    ],
)  # fmt: skip
def test_it_is_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_readme_names_every_setting_as_the_settings_do() -> None:
    rows = {
        name: meaning
        for name, meaning in re.findall(
            r"^\| `BRICOLEUR_(\w+)` \| [^|]+ \| (.+) \|$",
            (ROOT / "README.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    fields = Settings.model_fields
    assert rows == {name.upper(): field.description for name, field in fields.items()}


def test_the_algorithm_register_entry_fits_its_form() -> None:
    entry = json.loads((ROOT / "docs/algoritmeregister.json").read_text(encoding="utf-8"))
    assert [key for key in MANDATORY if not entry.get(key)] == []
    for key, most in LONGEST.items():
        assert len(entry[key]) < most
    assert entry["status"] in ("In ontwikkeling", "In gebruik", "Buiten gebruik")
    assert entry["taal"] == "nld"


def test_publiccode_yml_has_its_mandatory_keys() -> None:
    code = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    for key in ("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus"):
        assert code[key]
    assert code["legal"]["license"] == "EUPL-1.2"
    assert set(code["localisation"]["availableLanguages"]) == {"nl", "en"}
    for text in code["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert text["longDescription"].strip() and text["features"]
