"""Which kind of file these bytes are: the content decides, never the extension."""

import codecs

READABLE = frozenset({"zip", "ole", "html", "xml2003", "text"})  # each has a reader in worker/

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (  # what people send by mistake, so that the answer can name it
    (b"%PDF-", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def sniff(data: bytes) -> str:
    """A member of READABLE, or a short name of what it is instead (PDF, RAR, binary)."""
    head = data[:_HEAD]
    if not head:
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    for start, kind in _STARTS:
        if head.startswith(start) and not (kind == "BMP" and b"\0" not in head):
            return kind
    text = _decoded(head)
    return "binary" if text is None else _written(text)


def _decoded(head: bytes) -> str | None:
    """The head as text; None where it is none. Its end may cut a character in two."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return codecs.getincrementaldecoder(encoding)("replace").decode(head).lstrip("\ufeff")
    if b"\0" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return None


def _written(text: str) -> str:
    """Which notation a text is in: markup is told by its first tags."""
    start = text.lstrip().lower()
    if start.startswith("mime-version:"):
        return "MHTML"
    if not start.startswith("<"):
        return "text"
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<html" not in start:
        return "xml2003"
    if any(mark in start for mark in ("<html", "<table", "<!doctype html")):
        return "html"
    return "XML" if start.startswith("<?xml") else "text"
