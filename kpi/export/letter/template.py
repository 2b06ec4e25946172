"""An office's own Word template: opened only after it was looked at, emptied, its page kept."""

from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from kpi.export import office
from kpi.export.letter import page
from kpi.i18n import _

TYPES = "[Content_Types].xml"
_TEMPLATE = b"wordprocessingml.template.main+xml"
_DOCUMENT = b"wordprocessingml.document.main+xml"
_BROKEN = (PackageNotFoundError, XMLSyntaxError, ParseError, KeyError, ValueError, AttributeError)


def opened(data: bytes) -> Document:
    """The template without its text; raises office.Unfit for one that is not used."""
    office.check_template(data, "docx")
    try:
        document = docx.Document(BytesIO(_as_document(data)))
        for child in list(document.element.body):
            if child.tag != qn("w:sectPr"):
                document.element.body.remove(child)
        page.own(document)
    except _BROKEN as error:
        raise office.Unfit(_(office.WHY["broken"])) from error
    return document


def differences(data: bytes) -> tuple[str, ...]:
    """Where a template's page departs from GB/T 9704-2012, in sentences to show beside it."""
    return page.differences(page.own(opened(data)))


def _as_document(data: bytes) -> bytes:
    """A .dotx as the document that it makes; the library opens no other."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(
                info, part.replace(_TEMPLATE, _DOCUMENT) if info.filename == TYPES else part
            )
    return out.getvalue()
