"""PDF and Word files, real ones."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pypdf
import pytest

from index.articles import read
from index.types import Article, Failure


def pdf(*pages: list[str], info: dict[str, str] | None = None, password: str | None = None) -> bytes:
    """Write a PDF by hand: one line of text below the other on each page."""
    streams = [
        b"BT /F1 12 Tf 72 720 Td 14 TL "
        + b" ".join(b"(" + line.encode("latin-1") + b") Tj T*" for line in page)
        + b" ET"
        for page in pages
    ]
    numbers = [4 + 2 * n for n in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % n for n in numbers)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in zip(numbers, streams, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(
        b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + b"".join(b"%010d 00000 n \n" % place for place in places)
    )
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    if info is None and password is None:
        return out.getvalue()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.add_metadata(info or {})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def only(path: Path) -> Article | Failure:
    (given,) = read(str(path))
    return given


def test_reads_the_pages_of_a_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        pdf(["Ferry stays", "May 4, 2021", "The ferry stays open."], ["The mayor was pleased."])
    )
    article = only(tmp_path / "a.pdf")
    assert isinstance(article, Article)
    words = "Ferry stays May 4, 2021 The ferry stays open. The mayor was pleased."
    assert article.text.split() == words.split()
    assert article.text.count("\n\n") == 1
    assert (article.title, article.published) == ("Ferry stays", "2021-05-04")


def test_takes_what_makes_sense_of_a_pdf_s_properties(tmp_path: Path) -> None:
    known = {"/Title": "Ferry stays", "/Author": "Ana Pereira", "/CreationDate": "D:20210504103200Z"}
    (tmp_path / "a.pdf").write_bytes(pdf(["It is open."], info=known))
    article = only(tmp_path / "a.pdf")
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published) == ("Ferry stays", "Ana Pereira", "2021-05-04")
    nonsense = {"/Title": "Microsoft Word - ferry_final2.doc", "/Author": "admin", "/CreationDate": "yesterday"}
    (tmp_path / "a.pdf").write_bytes(pdf(["It is open."], info=nonsense))
    article = only(tmp_path / "a.pdf")
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published) == ("", None, None)


def test_a_pdf_with_a_password_or_without_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["It is open."], password="ferry"))
    failed = only(tmp_path / "a.pdf")
    assert isinstance(failed, Failure)
    assert "password" in failed.reason
    (tmp_path / "a.pdf").write_bytes(pdf(["It is open."], password=""))
    assert isinstance(only(tmp_path / "a.pdf"), Article)
    (tmp_path / "a.pdf").write_bytes(pdf([]))
    failed = only(tmp_path / "a.pdf")
    assert isinstance(failed, Failure)
    assert "scanned" in failed.reason


def test_every_cut_off_pdf_is_an_article_or_a_failure(tmp_path: Path) -> None:
    whole = pdf(["Ferry stays", "The ferry stays open."], info={"/Title": "Ferry"})
    for length in range(0, len(whole), 97):
        (tmp_path / "a.pdf").write_bytes(whole[:length])
        assert isinstance(only(tmp_path / "a.pdf"), Article | Failure)


def test_reads_paragraphs_and_tables_of_a_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Ferry stays", level=0)
    document.add_paragraph("The ferry stays  open.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Year", "Riders", "2020", "91,000"], strict=True
    ):
        cell.text = text
    document.add_paragraph("The mayor was pleased.")
    properties = document.core_properties
    properties.author, properties.title, properties.created = "Ana Pereira", "Draft 7", datetime(2021, 5, 4, tzinfo=UTC)
    document.save(str(tmp_path / "a.docx"))
    article = only(tmp_path / "a.docx")
    assert isinstance(article, Article)
    assert (
        article.text == "Ferry stays\n\nThe ferry stays  open.\n\nYear\tRiders\n2020\t91,000\n\nThe mayor was pleased."
    )
    assert (article.title, article.author, article.published) == ("Ferry stays", "Ana Pereira", "2021-05-04")


def test_the_template_s_own_properties_are_not_the_article_s(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The ferry stays open.")
    document.save(str(tmp_path / "a.docx"))
    article = only(tmp_path / "a.docx")
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published) == ("", None, None)


def test_the_title_that_an_empty_docx_brings_along_is_none(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The ferry stays, and nobody knows for how long it will.")
    document.core_properties.title = "Word Document"
    document.save(str(tmp_path / "a.docx"))
    article = only(tmp_path / "a.docx")
    assert isinstance(article, Article)
    assert article.title != "Word Document"


@pytest.mark.parametrize(("names", "reason"), [(["a.txt"], "no document"), (["[Content_Types].xml"], "damaged")])
def test_a_zip_that_is_no_docx_says_so(tmp_path: Path, names: list[str], reason: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for name in names:
            archive.writestr(name, "ferry")
    failed = only(tmp_path / "a.docx")
    assert isinstance(failed, Failure)
    assert reason in failed.reason


def test_an_empty_docx_and_a_zip_bomb_are_refused(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    failed = only(tmp_path / "a.docx")
    assert isinstance(failed, Failure)
    assert "no text" in failed.reason
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", bytes(201_000_000))
    failed = only(tmp_path / "a.docx")
    assert isinstance(failed, Failure)
    assert "unpacks" in failed.reason


def test_cells_with_equal_text_and_accepted_changes_are_kept(tmp_path: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    row = document.add_table(1, 4).rows[0]
    for cell, said in zip(row.cells, ("Porto", "2", "2", "3"), strict=True):
        cell.text = said
    paragraph = document.add_paragraph("The bridge opened ")
    spaces = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {spaces}><w:r><w:t>on Tuesday</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {spaces}><w:r><w:delText>never</w:delText></w:r></w:del>"))
    control = (
        f"<w:sdt {spaces}><w:sdtContent><w:p><w:r><w:t>It stands in a form.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, parse_xml(control))
    document.save(str(tmp_path / "a.docx"))
    article = only(tmp_path / "a.docx")
    assert isinstance(article, Article)
    assert "Porto\t2\t2\t3" in article.text
    assert "The bridge opened on Tuesday" in article.text
    assert "never" not in article.text
    assert "It stands in a form." in article.text


def test_a_text_box_is_no_part_of_the_line_it_hangs_on_and_what_was_moved_stands_once(tmp_path: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("The bridge opened")
    box = "<w:txbxContent><w:p><w:r><w:t>SEEN TWICE</w:t></w:r></w:p></w:txbxContent>"
    spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(parse_xml(
        f"<w:r {spaces}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ))  # fmt: skip
    for kind in ("moveFrom", "moveTo"):
        paragraph._p.append(parse_xml(f"<w:{kind} {spaces}><w:r><w:t> on Tuesday</w:t></w:r></w:{kind}>"))
    document.save(str(tmp_path / "a.docx"))
    article = only(tmp_path / "a.docx")
    assert isinstance(article, Article)
    assert article.text.strip() == "The bridge opened on Tuesday"
