from __future__ import annotations

import logging
import os
import socket
import struct
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from corpus import loading
from corpus.chunking import document_passages
from corpus.loading import files, find_files, load, messages, pdf, web, word
from corpus.models import Document
from corpus.problem import Problem

PROSE = (
    "De wijkmanager gaat naar de bewoners en vraagt wat zij nodig hebben in de straat. "
    "Daarna zoekt zij een collega die kan helpen bij het plan."
)
ENGLISH = (
    "The neighbourhood manager visits the residents and asks what they need in the street. "
    "Then she looks for a colleague who can help them with the plan."
)
Save = Callable[[str, bytes | str], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def make_pdf(*pages: list[str]) -> bytes:
    """Write a PDF by hand: one line of text per string."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, lines in enumerate(pages):
        shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        content = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET"
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {5 + 2 * n} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    return _pdf_of(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf_of(objects: list[str]) -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj{body}endobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + tail).encode()


def changed_pdf(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def make_docx(fill: Callable[[DocxDocument], object]) -> bytes:
    document = docx.Document()
    document.core_properties.title = ""
    fill(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def problem_of(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        load(path)
    return caught.value


def sections_of(document: Document) -> list[tuple[str | None, int | None, str]]:
    return [(part.heading, part.page, part.text) for part in document.sections]


# --- what every document has -----------------------------------------------------------------


def test_a_document_says_where_it_comes_from(save: Save) -> None:
    document = load(save("Notitie Wijkwerk (2).txt", PROSE), today="2026-11-24")
    assert document.filename == "Notitie Wijkwerk (2).txt"
    assert document.language == "nl"
    assert document.added == "2026-11-24"
    assert len(document.digest) == 64
    assert sections_of(document) == [(None, None, PROSE)]


def test_an_english_document_is_english(save: Save) -> None:
    assert load(save("a.txt", ENGLISH)).language == "en"


def test_the_id_comes_from_the_file_name_alone(save: Save, tmp_path: Path) -> None:
    first = load(save("Één Plan_vóór_de wijk.txt", PROSE)).id
    (tmp_path / "elders").mkdir()
    again = load(save("elders/Één Plan_vóór_de wijk.txt", ENGLISH)).id
    assert first == again
    assert first.startswith("een-plan-voor-de-wijk-")
    assert len(first.rsplit("-", 1)[1]) == 6


def test_ids_of_other_names_differ_and_are_short(save: Save) -> None:
    names = [
        "plan.txt",
        "Plan.txt",
        "plan!.txt",
        "plan.md",
        "規劃.txt",
        "計劃.txt",
        "a" * 99 + ".txt",
    ]
    ids = [load(save(name, PROSE)).id for name in names]
    assert len(set(ids)) == len(names)
    assert all(len(found) <= 47 and found.isascii() for found in ids)


def test_a_decomposed_name_is_the_same_name(save: Save) -> None:
    assert load(save("e\u0301e\u0301n.txt", PROSE)).id == load(save("één.txt", PROSE)).id


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/plan\xff\n.txt"))
    path.write_text(PROSE)
    document = load(path)
    assert document.filename == "plan .txt"
    assert document.id.startswith("plan-")


# --- plain text ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_may_have_any_usual_encoding(save: Save, encoding: str) -> None:
    text = "De gemeente creëert ‘ruimte’ – en dat kost €5. Dat is één voorbeeld."
    assert sections_of(load(save("a.txt", text.encode(encoding))))[0][2] == text


def test_hard_wrapped_lines_become_paragraphs(save: Save) -> None:
    wrapped = (
        "De wijkmanager gaat naar de bewoners toe en vraagt aan hen wat zij\n"
        "nodig hebben in de straat. Daarna zoekt zij een collega die kan\n"
        "helpen.\n\n"
        "Een tweede alinea staat hier, en die is ook met de hand afgebroken\n"
        "door het programma:\n"
        "- eerste punt\n"
        "- tweede punt\n"
    )
    assert load(save("a.txt", wrapped)).sections[0].text.split("\n\n") == [
        "De wijkmanager gaat naar de bewoners toe en vraagt aan hen wat zij nodig hebben in de "
        "straat. Daarna zoekt zij een collega die kan helpen.",
        "Een tweede alinea staat hier, en die is ook met de hand afgebroken door het programma:",
        "- eerste punt",
        "- tweede punt",
    ]


def test_headings_in_plain_text_are_guessed_with_care(save: Save) -> None:
    text = f"Over wijkwerk\n\n{PROSE}\n\nWat je doet\n{PROSE}\n\nGroeten,\n\nJan\n\nEinde"
    document = load(save("a.txt", text))
    assert document.title == "Over wijkwerk"
    assert sections_of(document) == [
        ("Over wijkwerk", None, PROSE),
        ("Wat je doet", None, f"{PROSE}\n\nGroeten,\n\nJan\n\nEinde"),
    ]


def test_what_no_reader_sees_is_dropped(save: Save) -> None:
    dirty = "Een\u200b zin\u00a0met  ruis\x07 en e\u0301e\u0301n o\ufb03ci\u00ade\u0308le regel."
    assert load(save("a.txt", dirty)).sections[0].text == "Een zin met ruis en één officiële regel."


def test_the_title_falls_back_on_the_file_name(save: Save) -> None:
    assert load(save("mijn_plan-voor de wijk.txt", PROSE)).title == "Mijn plan voor de wijk"


# --- Markdown --------------------------------------------------------------------------------


def test_markdown_keeps_headings_and_drops_markup(save: Save) -> None:
    source = (
        "---\ntitle: 'Werken aan de wijk'\ntags: [a]\n---\n\n# Begin\n\nEen **vet** woord en een\n"
        "[koppeling](https://example.org) met `code_x` en _nadruk_.\n\n- punt\n- tweede\n  regel\n"
        "\nVervolg\n-------\n> Een citaat.\n\n| Wie | Wat |\n|---|---|\n| Jan | Park |\n\n"
        "```\n# geen kop <x>\n```\n"
    )
    document = load(save("a.md", source))
    assert document.title == "Werken aan de wijk"
    begin = "Een vet woord en een koppeling met code_x en nadruk.\n\npunt\n\ntweede regel"
    end = "Een citaat.\n\nWie | Wat\n\nJan | Park\n\n# geen kop <x>"
    assert sections_of(document) == [("Begin", None, begin), ("Vervolg", None, end)]


def test_headings_without_text_are_kept(save: Save) -> None:
    source = (
        f"# Titel van het stuk\n## Deel een\n### Kern\n{PROSE}\n## Leeg deel\n## Deel twee\nJa.\n"
    )
    document = load(save("a.md", source))
    assert document.title == "Titel van het stuk"
    assert sections_of(document) == [
        ("Titel van het stuk – Deel een – Kern", None, PROSE),
        (None, None, "Leeg deel"),
        ("Deel twee", None, "Ja."),
    ]


# --- web pages -------------------------------------------------------------------------------


def test_a_web_page_gives_its_main_text_with_headings(save: Save) -> None:
    page = f"""<html><head><title>Wijk | Gemeente</title><script>var geheim = 1;</script></head>
    <body><nav><a href="/">Menu vooraan</a></nav><main><h1>Werken in de wijk</h1><p>{PROSE}</p>
    <h2>Begin <code>klein</code></h2><p>{PROSE} Met <b>vet</b> woord.</p>
    <ul><li>Eerste punt</li><li>Tweede punt</li></ul>
    <table><tr><th>Wie</th><th>Wat</th></tr><tr><td>Jan</td><td><p>Park</p></td></tr></table>
    </main><footer>Voettekst met cookies</footer></body></html>"""
    document = load(save("a.html", page))
    assert document.title == "Werken in de wijk"
    assert sections_of(document) == [
        ("Werken in de wijk", None, PROSE),
        (
            "Begin klein",
            None,
            f"{PROSE} Met vet woord.\n\nEerste punt\n\nTweede punt\n\nWie | Wat\n\nJan | Park",
        ),
    ]


def test_a_short_page_is_read_too(save: Save) -> None:
    page = "<html><body><h1>Kop van de pagina</h1><p>Een korte zin over de wijk.</p></body></html>"
    document = load(save("a.htm", page))
    assert document.title == "Kop van de pagina"
    assert "Een korte zin over de wijk." in document.sections[0].text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href='/'>Een menu</a></nav><script>tekst</script></body></html>",
        "<html><body></body></html>",
        """<html><body><p>5</p><script type="application/ld+json">
        {"@type": "Article", "articleBody": "Geheime tekst uit een script, lang genoeg."}
        </script></body></html>""",
        "<!-- niets -->",
        "<html><body>" + "<div>" * 50_000 + "</body></html>",
    ],
)
def test_a_page_without_main_text_is_refused(save: Save, page: str) -> None:
    assert "geen hoofdtekst" in problem_of(save("a.html", page)).nl


def test_a_page_with_endless_elements_is_refused(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_MAX_ELEMENTS", 50)
    page = f"<html><body>{'<p>Een zin.</p>' * 60}</body></html>"
    assert "te veel tekst" in problem_of(save("a.html", page)).nl


# --- PDF -------------------------------------------------------------------------------------


def test_a_pdf_has_a_section_per_page(save: Save) -> None:
    data = make_pdf(["Bewoners maken een plan."], ["De gemeente denkt mee (echt)."])
    assert sections_of(load(save("a.pdf", data))) == [
        (None, 1, "Bewoners maken een plan."),
        (None, 2, "De gemeente denkt mee (echt)."),
    ]


def test_a_page_without_text_keeps_the_numbers_right(save: Save) -> None:
    data = make_pdf(["Bewoners maken een plan."], [], ["De gemeente denkt mee."])
    assert [part.page for part in load(save("a.pdf", data)).sections] == [1, 3]


def test_headers_footers_and_page_numbers_go(save: Save) -> None:
    pages = [
        ["Gemeente Voorbeeld", f"Op pagina {word} staat iets anders dan elders.", f"{number + 9}"]
        for number, word in enumerate(["een", "twee", "drie", "vier"], start=1)
    ]
    pages[1].insert(0, "Hoofdstuk 2: Samen 11")
    texts = [part.text for part in load(save("a.pdf", make_pdf(*pages))).sections]
    assert texts == [
        f"Op pagina {word} staat iets anders dan elders."
        for word in ["een", "twee", "drie", "vier"]
    ]


def test_a_line_that_comes_back_only_twice_stays(save: Save) -> None:
    pages = [
        ["Let op:", "Doe dit samen."],
        ["Let op:", "Doe dat alleen."],
        ["Nu iets anders, 2019"],
    ]
    texts = " ".join(part.text for part in load(save("a.pdf", make_pdf(*pages))).sections)
    assert texts.count("Let op:") == 2
    assert "2019" in texts


def test_broken_words_are_joined(save: Save) -> None:
    lines = [
        "De samen-",
        "werking met bewoners in Noord-",
        "Brabant kent voor-",
        "en nadelen voor de sociaal-",
        "culturele sector, want een sociaal-culturele instelling zoekt naar ruimte.",
    ]
    text = load(save("a.pdf", make_pdf(lines))).sections[0].text
    assert text == (
        "De samenwerking met bewoners in Noord-Brabant kent voor- en nadelen voor de "
        "sociaal-culturele sector, want een sociaal-culturele instelling zoekt naar ruimte."
    )


def test_a_sentence_over_the_page_break_belongs_to_the_first_page(save: Save) -> None:
    data = make_pdf(["De ambtenaar verbindt bin-"], ["nen met buiten. Dat is een kunst."])
    assert [part.text for part in load(save("a.pdf", data)).sections] == [
        "De ambtenaar verbindt binnen met buiten.",
        "Dat is een kunst.",
    ]


def test_bookmarks_become_headings(save: Save) -> None:
    data = make_pdf(
        ["1 Over het begin", "Bewoners maken een plan."],
        ["De gemeente denkt mee.", "2 Het vervolg", "Samen gaan zij verder."],
    )

    def bookmark(writer: PdfWriter) -> None:
        writer.add_metadata({"/Title": "Microsoft Word - concept.docx"})
        writer.add_outline_item("Over het begin", 0)
        writer.add_outline_item("Het vervolg", 1)

    document = load(save("a.pdf", changed_pdf(data, bookmark)))
    assert document.title == "Over het begin"
    assert sections_of(document) == [
        ("Over het begin", 1, "Bewoners maken een plan."),
        ("Over het begin", 2, "De gemeente denkt mee."),
        ("Het vervolg", 2, "Samen gaan zij verder."),
    ]


def test_a_sensible_title_in_a_pdf_is_used(save: Save) -> None:
    data = changed_pdf(
        make_pdf(["Bewoners maken een plan."]),
        lambda writer: writer.add_metadata({"/Title": "Publieke bricoleurs"}),
    )
    assert load(save("a.pdf", data)).title == "Publieke bricoleurs"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_with_an_empty_password_opens(save: Save, algorithm: str) -> None:
    data = changed_pdf(
        make_pdf(["Bewoners maken een plan."]),
        lambda writer: writer.encrypt("", "eigenaar", algorithm=algorithm),
    )
    assert load(save("a.pdf", data)).sections[0].text == "Bewoners maken een plan."


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_with_a_password_is_refused(save: Save, algorithm: str) -> None:
    data = changed_pdf(
        make_pdf(["Bewoners maken een plan."]),
        lambda writer: writer.encrypt("geheim", algorithm=algorithm),
    )
    assert "wachtwoord" in problem_of(save("a.pdf", data)).nl


def test_a_cut_off_pdf_is_refused(save: Save) -> None:
    data = make_pdf(["Bewoners maken een plan."] * 40)
    assert "einde" in problem_of(save("a.pdf", data[: len(data) // 2])).nl.lower()


def test_a_pdf_that_misses_pages_is_refused(save: Save) -> None:
    data = make_pdf(["Bewoners maken een plan."]).replace(b"/Count 1", b"/Count 7")
    assert "beschadigd" in problem_of(save("a.pdf", data)).nl


def test_a_scan_is_refused(save: Save) -> None:
    assert "tekstherkenning" in problem_of(save("a.pdf", make_pdf([], ["1"], []))).nl


def test_too_many_pages_are_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pdf, messages):
        monkeypatch.setattr(module, "MAX_PAGES", 2)
    path = save("a.pdf", make_pdf(["Een zin."], ["Een zin."], ["Een zin."]))
    assert "meer dan 2 pagina's" in problem_of(path).nl


def test_a_pdf_that_takes_too_long_is_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert "ingewikkeld" in problem_of(save("a.pdf", make_pdf(["Een zin."]))).nl


def test_a_pdf_that_unpacks_too_far_is_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    def compress(writer: PdfWriter) -> None:
        for page in writer.pages:
            page.compress_content_streams()

    data = changed_pdf(make_pdf(["Bewoners maken een plan."] * 50), compress)
    assert load(save("a.pdf", data)).sections
    monkeypatch.setattr(pdf, "_BYTES_PER_STREAM", 100)
    assert "ingewikkeld" in problem_of(save("a.pdf", data)).nl


@pytest.mark.parametrize(
    "tree",
    [
        "<</Type/Pages/Kids[2 0 R]/Count 1>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
        "<</Type/Pages/Kids 5/Count 1>>",
        "<</Type/Pages/Kids[]/Count 0>>",
        "5",
    ],
)
def test_a_pdf_that_runs_in_circles_is_refused(save: Save, tree: str) -> None:
    loop = "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"
    data = _pdf_of(["<</Type/Catalog/Pages 2 0 R>>", tree, loop])
    assert "beschadigd" in problem_of(save("a.pdf", data)).nl


def test_one_bad_page_refuses_the_whole_and_is_named(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pypdf import PageObject

    whole = PageObject.extract_text

    def fails(page: PageObject) -> str:
        text = whole(page)
        if "slecht" in text:
            raise RecursionError
        return text

    monkeypatch.setattr(PageObject, "extract_text", fails)
    path = save("a.pdf", make_pdf(["Een goede zin."], ["Een slechte zin."]))
    assert problem_of(path).nl.startswith("Pagina 2 ")


# --- Word ------------------------------------------------------------------------------------


def test_word_keeps_headings_and_tables(save: Save) -> None:
    def fill(document: DocxDocument) -> None:
        document.add_paragraph("Werken in de wijk", style="Title")
        document.add_heading("Begin", 1)
        document.add_paragraph(PROSE)
        document.add_heading("Details", 2)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["Wie", "Wat", "Jan", "Park"], strict=True):
            cell.text = text
        document.add_paragraph("Punt", style="List Bullet")

    document = load(save("a.docx", make_docx(fill)))
    assert document.title == "Werken in de wijk"
    assert sections_of(document) == [
        ("Werken in de wijk – Begin", None, PROSE),
        ("Details", None, "Wie | Wat\n\nJan | Park\n\nPunt"),
    ]


def test_a_style_based_on_a_heading_is_a_heading(save: Save) -> None:
    def fill(document: DocxDocument) -> None:
        style = document.styles.add_style("Eigen kop", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Zo begint het", style="Eigen kop")
        document.add_paragraph(PROSE)

    assert sections_of(load(save("a.docx", make_docx(fill)))) == [("Zo begint het", None, PROSE)]


def test_styles_based_on_each_other_do_not_hang(save: Save) -> None:
    def fill(document: DocxDocument) -> None:
        first, second = (document.styles.add_style(name, 1) for name in ("Een", "Twee"))
        first.base_style, second.base_style = second, first
        document.add_paragraph(PROSE, style="Een")

    assert sections_of(load(save("a.docx", make_docx(fill)))) == [(None, None, PROSE)]


def test_word_text_in_frames_counts_and_deleted_text_does_not(save: Save) -> None:
    def fill(document: DocxDocument) -> None:
        run = "<w:r><w:t>{}</w:t></w:r>"
        names = nsdecls("w")
        inside = f"<w:p>{run.format('In een vak.')}</w:p>"
        block = f"<w:sdt {names}><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        paragraph = (
            f"<w:p {names}>{run.format('Dit ')}<w:ins>{run.format('blijft.')}</w:ins>"
            f"<w:del>{run.format(' Dit niet.')}</w:del></w:p>"
        )
        body = document.element.body
        body.insert(0, parse_xml(block))
        body.insert(1, parse_xml(paragraph))

    assert load(save("a.docx", make_docx(fill))).sections[0].text == "In een vak.\n\nDit blijft."


def test_a_sensible_title_in_word_is_used(save: Save) -> None:
    def fill(document: DocxDocument) -> None:
        document.core_properties.title = "Samen werken aan 2030"
        document.add_heading("Begin", 1)
        document.add_paragraph(PROSE)

    assert load(save("a.docx", make_docx(fill))).title == "Samen werken aan 2030"


def _zip(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_a_zip_that_is_no_word_file_is_refused(save: Save) -> None:
    assert "beschadigd" in problem_of(save("a.docx", _zip(iets=b"anders"))).nl


def test_a_cut_off_word_file_is_refused(save: Save) -> None:
    data = make_docx(lambda document: document.add_paragraph(PROSE))
    assert "beschadigd" in problem_of(save("a.docx", data[: len(data) // 2])).nl


def test_a_word_file_that_unpacks_too_far_is_refused_unread(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "_bounded", lambda *_: pytest.fail("it was unpacked"))
    data = _zip(word__document_xml=b" " * (messages.RATIO_FREE + 1))
    assert len(data) < 100_000
    assert "uitpakken" in problem_of(save("a.docx", data)).nl


def test_a_zip_that_lies_about_its_size_is_not_believed(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(_zip(word__document_xml=b" " * 5_000_000))
    claims = struct.pack("<I", 5_000_000)
    while (at := data.find(claims)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    seen: list[int] = []
    bounded = word._bounded

    def watched(*args: object) -> bytes:
        content = bounded(*args)  # type: ignore[arg-type]
        seen.append(len(content))
        return content

    monkeypatch.setattr(word, "_bounded", watched)
    assert "beschadigd" in problem_of(save("a.docx", bytes(data))).nl
    assert max(seen, default=0) <= 10


def test_what_is_read_is_counted_too() -> None:
    with zipfile.ZipFile(BytesIO(_zip(iets=b" " * 100_000))) as package:
        (member,) = package.infolist()
        assert len(word._bounded(package, member, 100_000, "a.docx")) == 100_000
        with pytest.raises(Problem, match="unpacked"):
            word._bounded(package, member, 99_999, "a.docx")


def test_a_zip_with_endless_members_is_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_MEMBERS", 3)
    data = make_docx(lambda document: document.add_paragraph(PROSE))
    assert "uitpakken" in problem_of(save("a.docx", data)).nl


def test_entities_in_word_are_not_expanded(save: Save) -> None:
    data = make_docx(lambda document: document.add_paragraph("MARK " + PROSE))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                start = content.index(b"<w:document")
                bomb = b'<!DOCTYPE w [<!ENTITY a "GEHEIM"><!ENTITY b "&a;&a;">]>'
                content = content[:start] + bomb + content[start:].replace(b"MARK", b"&b;")
            target.writestr(name, content)
    try:
        text = load(save("a.docx", out.getvalue())).sections[0].text
    except Problem:
        return
    assert "GEHEIM" not in text


# --- everything that can be wrong with a file ------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(600)
DOCX = make_docx(lambda document: document.add_paragraph(PROSE))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is leeg"),
        ("a.pdf", b" \n", "is leeg"),
        ("a.xlsx", b"x", "pdf, docx, html, md of txt"),
        ("zonder", b"x", "pdf, docx, html, md of txt"),
        ("a.doc", OLE, ".docx"),
        ("a.docx", OLE, "wachtwoord"),
        ("a.txt", OLE, ".docx"),
        ("a.docx", PROSE.encode(), "geen Word-document"),
        ("a.docx", make_pdf(["Een zin."]), "eigenlijk een pdf"),
        ("a.txt", make_pdf(["Een zin."]), "eigenlijk een pdf"),
        ("a.html", DOCX, "eigenlijk een docx"),
        ("a.md", PNG, "eigenlijk een png-bestand, en dat kan niet"),
        ("a.txt", bytes(range(256)) * 4, "geen leesbare tekst"),
        ("a.txt", b"tekst\0met\0nullen", "geen leesbare tekst"),
        ("a.txt", b"... --- 12 ...", "geen tekst"),
        ("a.pdf", PROSE.encode(), "geen pdf"),
        ("a.pdf", DOCX, "geen pdf"),
        ("a.pdf", b"%PDF-1.4\nonzin\n%%EOF", "beschadigd"),
    ],
)
def test_what_is_wrong_is_said(save: Save, name: str, content: bytes, said: str) -> None:
    problem = problem_of(save(name, content))
    assert said in problem.nl
    assert f"‘{name}’" in problem.nl
    assert f"‘{name}’" in problem.en


def test_missing_folder_and_impossible_names(tmp_path: Path) -> None:
    assert "bestaat niet" in problem_of(tmp_path / "weg.txt").nl
    assert "bestaat niet" in problem_of(tmp_path / "a\0b.txt").nl
    assert "is een map" in problem_of(tmp_path).nl
    assert problem_of(tmp_path / ("a" * 5_000 + ".txt")).nl


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "geen gewoon bestand" in problem_of(tmp_path / "a.txt").nl


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError(), "leesrechten"), (OSError("schijf"), "fout van de schijf")],
)
def test_a_file_that_can_not_be_opened(
    save: Save, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    path = save("a.txt", PROSE)

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert said in problem_of(path).nl


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(messages.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert "50 MB" in problem_of(path).nl


@pytest.mark.parametrize("suffix", ["txt", "md", "pdf", "docx", "html"])
def test_too_much_text_is_refused(save: Save, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    for module in (loading, files, pdf):
        if hasattr(module, "MAX_CHARS"):
            monkeypatch.setattr(module, "MAX_CHARS", 100)
    content = {
        "pdf": make_pdf(*[["Bewoners maken een plan."]] * 9),
        "docx": DOCX,
        "html": f"<html><body><main><h1>Kop</h1><p>{PROSE}</p></main></body></html>".encode(),
    }.get(suffix, PROSE.encode())
    assert "te veel tekst" in problem_of(save(f"a.{suffix}", content)).nl


@pytest.mark.parametrize("key", messages._MESSAGES)
def test_every_problem_is_one_sentence_in_two_languages(key: str) -> None:
    problem = messages.say(key, "{x}.pdf", kind="pdf", page=3)
    for text in (problem.nl, problem.en):
        assert text.endswith(".")
        assert "{" not in text.replace("{x}", "")
        assert ". " not in text.replace("(.doc) ", "")
    assert problem.nl != problem.en


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    suffix=st.sampled_from([".pdf", ".docx", ".html", ".md", ".txt"]),
    start=st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"# Kop\n"]),
    middle=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode())),
    end=st.sampled_from([b"", b"\nstartxref\n9\n%%EOF"]),
)
def test_any_bytes_give_a_document_or_a_problem(
    save: Save, suffix: str, start: bytes, middle: bytes, end: bytes
) -> None:
    try:
        document = load(save(f"a{suffix}", start + middle + end))
    except Problem:
        return
    assert document_passages(document)
    for section in document.sections:
        section.text.encode()
        assert section.text == section.text.strip()


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_damaged_files_give_a_document_or_a_problem(
    save: Save, suffix: str, data: st.DataObject
) -> None:
    content = bytearray(DOCX if suffix == "docx" else make_pdf(["Bewoners maken een plan."] * 3))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(8, len(content) - 8))] = data.draw(st.integers(0, 255))
    try:
        assert load(save(f"a.{suffix}", bytes(content))).sections
    except Problem as problem:
        assert problem.nl


def test_reading_is_silent(save: Save, caplog: pytest.LogCaptureFixture) -> None:
    for library in ("pypdf", "trafilatura"):
        logging.getLogger(library).setLevel(logging.NOTSET)
    load(save("a.pdf", make_pdf(["Een zin."]).replace(b"startxref\n", b"startxref\n9")))
    problem_of(save("a.html", "<html><body></body></html>"))
    assert not caplog.records


# --- finding files ---------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Path]:
    for name in [
        "b.txt",
        "a.md",
        "map/c.pdf",
        "map/foto.jpg",
        ".geheim.txt",
        ".git/x.txt",
        "~$b.docx",
    ]:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    yield tmp_path / "in"


def test_folders_are_searched_in_order(tree: Path) -> None:
    found = find_files([tree])
    assert found.files == (tree / "a.md", tree / "b.txt", tree / "map" / "c.pdf")
    assert [(path.name, "bewaar het als" in why.nl) for path, why in found.skipped] == [
        ("foto.jpg", True)
    ]


def test_every_file_that_is_found_has_a_reader() -> None:
    assert set(loading.READERS) == messages.SUPPORTED


def test_what_is_named_is_never_passed_over_in_silence(tree: Path) -> None:
    named = [tree / ".geheim.txt", tree / "map" / "foto.jpg", tree / "weg.txt", tree / "a.md"]
    found = find_files(named)
    assert found.files == (tree / "a.md",)
    assert [path for path, _ in found.skipped] == named[:3]
    assert "verborgen" in found.skipped[0][1].nl
    assert "bestaat niet" in found.skipped[2][1].nl


def test_a_file_is_found_once(tree: Path) -> None:
    found = find_files([tree / "map", tree, tree / "a.md", tree / "map" / ".." / "b.txt"])
    assert len(found.files) == 3
    assert [path.name for path, _ in found.skipped] == ["foto.jpg"]


def test_a_second_file_of_the_same_name_is_told(tree: Path) -> None:
    (tree / "map" / "a.md").write_text("anders")
    found = find_files([tree])
    assert tree / "map" / "a.md" not in found.files
    assert "andere naam" in dict(found.skipped)[tree / "map" / "a.md"].nl


def test_loops_of_links_end(tree: Path) -> None:
    (tree / "map" / "rond").symlink_to(tree)
    (tree / "dood.txt").symlink_to(tree / "weg")
    (tree / "kring.txt").symlink_to(tree / "kring.txt")
    found = find_files([tree])
    assert len(found.files) == 3
    assert {path.name for path, _ in found.skipped} == {"foto.jpg", "dood.txt", "kring.txt"}


def test_a_folder_that_can_not_be_read_is_told(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "map":
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_files([tree])
    assert found.files == (tree / "a.md", tree / "b.txt")
    assert [(path.name, "niet lezen" in why.nl) for path, why in found.skipped] == [("map", True)]


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    ((path, why),) = find_files([tmp_path]).skipped
    assert path == tmp_path
    assert "geen documenten" in why.nl


def test_a_socket_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("a.txt")
        assert "geen gewoon bestand" in find_files([tmp_path]).skipped[0][1].nl
