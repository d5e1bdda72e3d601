"""A package for a learning environment (SCORM 1.2): one page with the case, the tips and a quiz."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import Any, Final

from assistant.course.export.files import File, stem
from assistant.course.export.references import colophon, keywords, used_tips
from assistant.course.export.scorm_page import page
from assistant.course.export.tidy import flat
from assistant.course.export.words import say
from assistant.course.export.zips import pack_zip
from assistant.course.models import Pack

MEDIA_TYPE: Final = "application/zip"
MASTERY: Final = "80"
LONGEST: Final = 200
_CONTENT: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_SCORM: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_ABOUT: Final = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
_SCHEMA: Final = "http://www.w3.org/2001/XMLSchema-instance"
_STATIC: Final = files("assistant.course.export") / "static"


def export(pack: Pack) -> tuple[File, ...]:
    """Return the package of a pack."""
    html = page(pack)
    contents = {
        "imsmanifest.xml": _manifest(pack, html),
        "index.html": html.encode("utf-8"),
        "scorm.css": (_STATIC / "scorm.css").read_bytes(),
        "scorm.js": (_STATIC / "scorm.js").read_bytes(),
    }
    name = f"{stem(pack)}-{say('quiz', pack.plan.language)}.scorm.zip"
    return (File(name, MEDIA_TYPE, pack_zip(contents)),)


def _manifest(pack: Pack, html: str) -> bytes:
    from lxml import etree

    key = hashlib.sha256(html.encode()).hexdigest()[:16]
    title = flat(pack.title.text)[:LONGEST]
    spaces = {None: _CONTENT, "adlcp": _SCORM, "imsmd": _ABOUT, "xsi": _SCHEMA}
    manifest = etree.Element(
        f"{{{_CONTENT}}}manifest", nsmap=spaces, identifier=f"course-{key}", version="1.0"
    )
    manifest.set(
        f"{{{_SCHEMA}}}schemaLocation",
        f"{_CONTENT} imscp_rootv1p1p2.xsd {_ABOUT} imsmd_rootv1p2p1.xsd {_SCORM} "
        "adlcp_rootv1p2.xsd",
    )
    about = _content(manifest, "metadata")
    _content(about, "schema").text = "ADL SCORM"
    _content(about, "schemaversion").text = "1.2"
    _describe(about, title, pack)
    organizations = _content(manifest, "organizations", default="organization")
    organization = _content(organizations, "organization", identifier="organization")
    _content(organization, "title").text = title
    item = _content(organization, "item", identifier="item", identifierref="resource")
    _content(item, "title").text = title
    _add(item, _SCORM, "masteryscore").text = MASTERY
    resources = _content(manifest, "resources")
    resource = _content(
        resources, "resource", identifier="resource", type="webcontent", href="index.html"
    )
    resource.set(f"{{{_SCORM}}}scormtype", "sco")
    for name in ("index.html", "scorm.css", "scorm.js"):
        _content(resource, "file", href=name)
    written: bytes = etree.tostring(
        manifest, encoding="utf-8", xml_declaration=True, pretty_print=True
    )
    return written


def _describe(about: Any, title: str, pack: Pack) -> None:
    """Say in the manifest what the package is about, in what language, and whose it is."""
    language = pack.plan.language
    lom = _add(about, _ABOUT, "lom")
    general = _add(lom, _ABOUT, "general")
    _texts(general, "title", title, language)
    _add(general, _ABOUT, "language").text = language
    told = "; ".join(f"{label}: {text}" for label, text in colophon(pack))
    _texts(general, "description", flat(f"{pack.subtitle.text}. {told}"), language)
    for word in keywords(pack).split(", "):
        _texts(general, "keyword", word, language)
    cycle = _add(lom, _ABOUT, "lifecycle")
    _texts(cycle, "version", pack.colophon.version, language)
    rights = _add(lom, _ABOUT, "rights")
    tips = ", ".join(used_tips(pack))
    _texts(rights, "description", f"{pack.colophon.licence}. {tips}", language)


def _texts(parent: Any, tag: str, text: str, language: str) -> None:
    element = _add(parent, _ABOUT, tag)
    words = _add(element, _ABOUT, "langstring")
    words.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    words.text = text


def _content(parent: Any, tag: str, **attributes: str) -> Any:
    return _add(parent, _CONTENT, tag, **attributes)


def _add(parent: Any, space: str, tag: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{space}}}{tag}", attributes)
