"""A workbook whose parts have odd names, under the names by which the value reader finds them.

A package says by relationships which part is what; the value reader goes by names: workbook.xml in
any folder, styles.xml and sharedStrings.xml beside it. Some exporters hold to the former only.
"""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from kpi.intake.worker.guard import Archive
from kpi.intake.worker.relations import Relation

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_NAMES = {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}


def odd(archive: Archive, main: str, related: Iterable[Relation]) -> bool:
    """Whether the value reader would look for a part under another name than it has."""
    folder, _, name = main.rpartition("/")
    if name != "workbook.xml" or not folder or "_rels/.rels" not in archive.parts:
        return True
    for one in related:
        usual = f"{folder}/{_NAMES[one.kind].lower()}" if one.kind in _NAMES else one.part
        if one.kind in (*_NAMES, "worksheet") and not one.part == one.named == usual:
            return True
    return False


def repacked(archive: Archive, main: str, related: Iterable[Relation]) -> bytes:
    """The same workbook, its list of sheets, its sheets, texts and styles under the usual names.

    Every part was counted before, so it is inflated without being counted again.
    """
    out, names, lines = io.BytesIO(), dict[str, str](), []
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("[Content_Types].xml", _TYPES)
        box.writestr("_rels/.rels", _list([_line("rId1", _OFFICE, "xl/workbook.xml")]))
        box.writestr("xl/workbook.xml", archive.again(main))
        for one in related:
            if one.part not in names:
                names[one.part] = _NAMES.get(one.kind, f"{one.kind}s/{one.kind}{len(names)}.xml")
                if one.kind in (*_NAMES, "worksheet") and one.part in archive.parts:
                    box.writestr(f"xl/{names[one.part]}", archive.again(one.part))
            lines.append(_line(one.id, one.type, names[one.part]))
        box.writestr("xl/_rels/workbook.xml.rels", _list(lines))
    return out.getvalue()


def _line(id_: str, type_: str, target: str) -> str:
    return f"<Relationship Id={quoteattr(id_)} Type={quoteattr(type_)} Target={quoteattr(target)}/>"


def _list(lines: Iterable[str]) -> str:
    return f'{_HEAD}<Relationships xmlns="{_RELATED}">{"".join(lines)}</Relationships>'
