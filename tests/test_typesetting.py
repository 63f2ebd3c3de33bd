"""Documents as PDF: tagged, the same bytes each time, and nobody's words are code."""

from datetime import UTC, datetime

from alongside.typesetting import Document, Facts, Heading, Listed, NewPage, Quote, Said, Table, Text, as_pdf

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def document(*words: str) -> Document:
    """A document with every kind of block."""
    told = words or ("Hello",)
    return Document(
        title="Evidence portfolio",
        subtitle=told[0],
        foot=told[0],
        index=True,
        blocks=(
            Heading(text=told[0]),
            Facts(pairs=(("Agent", told[0]),)),
            *(Text(text=each) for each in told),
            Said(who="Maya", when="10:02", text=told[0]),
            Said(who="", when="10:03", text=told[0], notice=True),
            Quote(text=told[0], by="Ruth"),
            Listed(items=told),
            NewPage(),
            Table(head=("Criterion", "Moments"), rows=tuple((each, "2") for each in told)),
        ),
    )


def test_a_document_is_a_tagged_pdf_for_accessibility_and_always_the_same() -> None:
    made = as_pdf(document(), AT)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made
    assert made == as_pdf(document(), AT)


def test_words_that_look_like_code_are_only_words() -> None:
    nasty = (
        '#read("/etc/passwd")',
        "#panic()",
        "$ x",
        "@nobody",
        "<script>",
        '"}],',
        "\\ * _ ` = //",
        "a\x00b\x1b[31m",
    )
    assert as_pdf(document(*nasty), AT).startswith(b"%PDF-")


def test_words_in_a_script_that_no_font_shows_still_make_a_document() -> None:
    assert as_pdf(document("Здравствуйте, 你好, שלום, 👍"), AT).startswith(b"%PDF-")
