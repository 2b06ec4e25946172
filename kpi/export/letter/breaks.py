"""Where lines may not break: before 年, 亿 or 分, after 第, so that numbers stay with their units.

Word keeps two lists of signs that begin or end no line; ours hold the usual ones and these.
"""

from docx.document import Document
from docx.oxml.ns import qn

from kpi.export.letter import wml

NEVER_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞"
    "！＂％＇），．：；？］｀｜｝～￠年月日亿万元个位期分户家"
)
NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥第年"
LATER = (  # what follows these lists in the settings of a document
    *("savePreviewPicture", "doNotValidateAgainstSchema", "saveInvalidXml", "ignoreMixedContent"),
    *("alwaysShowPlaceholderText", "doNotDemarcateInvalidXml", "saveXmlDataOnly"),
    *("useXSLTWhenSaving", "saveThroughXslt", "showXMLTags", "alwaysMergeEmptyNamespace"),
    *("updateFields", "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids"),
    *("attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats"),
    *("doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown"),
    *("smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
)


def hold(document: Document) -> None:
    """The two lists into the document's settings, in their place; a template's own ones stay."""
    settings = document.settings.element
    names = ("noLineBreaksAfter", NEVER_LAST), ("noLineBreaksBefore", NEVER_FIRST)
    if any(settings.find(qn(f"w:{name}")) is not None for name, _signs in names):
        return
    later = {qn(f"w:{name}") for name in LATER}
    following = next((c for c in settings if c.tag in later or _foreign(c.tag)), None)
    for name, signs in names:
        quoted = signs.replace(">", "&gt;")
        (made,) = wml.parsed(f'<w:{name} w:lang="zh-CN" w:val="{quoted}"/>')
        if following is None:
            settings.append(made)
        else:
            following.addprevious(made)


def _foreign(tag: object) -> bool:
    """Whether an element is of another vocabulary: mathematics and such stand behind ours."""
    return isinstance(tag, str) and not tag.startswith("{" + qn("w:x")[1:].partition("}")[0])
