"""What a reader finds in a file of any form: every text of it, and of the files inside it."""

import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader

_TAG = re.compile(r"<[^>]*>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


def text(data: bytes) -> str:
    """All text without blanks; Office files and packs are opened part by part."""
    if data[:4] == b"%PDF":
        found = "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    elif is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as box:
            return "".join(text(box.read(name)) for name in box.namelist())
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        return ""
    else:
        found = data.decode(errors="ignore").replace("<w:noBreakHyphen/>", "-")
        found = _TAG.sub("", found)
        for entity, sign in _ENTITIES.items():
            found = found.replace(entity, sign)
    return re.sub(r"[\s\u2060\u200b]+", "", found)
