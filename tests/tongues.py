"""What of a page speaks another language than its reader: by rule, with no list of exceptions.

A text in the wrong language is what is left of it when everything is taken out that stands alike in
both: names of files, cells of a workbook, numbers of documents, the switch itself, what people
typed. Nothing is left out by where it stands.
"""

import re
from collections.abc import Iterable, Iterator

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[，。；：？！、（）「」『』《》＜＞＝％～]")
LATIN = re.compile(r"[A-Za-z]{2,}")
_KINDS = "xlsx|xlsm|xls|et|csv|ods|wps|zip|pptx|docx|dotx|potx|pdf|png|svg|json|txt|html"
_FILE = "a file is called what it is called"
DATA = {  # why it is the same in both languages → how it looks
    "the switch names each language in itself": re.compile(r"^(中文|EN|English)$"),
    "an address is copied as it is": re.compile(r"https?://\S+"),
    _FILE: re.compile(rf"[^\s/:：“”\"]+\.(?:{_KINDS})\b", re.I),
    "a cell is found by its sheet's own name": re.compile(
        r"[^\s!，,“”\"]+![A-Z]{1,3}\d+(?::[A-Z]+\d+)?"
    ),
    "a document is cited by its number": re.compile(r"[\u4e00-\u9fff]*〔\d{4}〕\s*第?\d+号"),
}
CODES = {  # why a Latin word stands in a Chinese text → how it looks
    **DATA,
    "a condition of a rule, whole as its grammar has it": re.compile(
        r"^(?:progress|(?:[a-z_.]+ [<>=]{1,2} -?[\d.]+[;\s]*)+)$"
    ),
    "a proof or hash code": re.compile(r"\b(?=[0-9a-f-]*\d)[0-9a-f]{4,}(?:-[0-9a-f]{4,})*\b"),
    "a column of a rule or a code of the catalog": re.compile(
        r"\b[a-z]+(?:_[a-z0-9]+)*\.[a-z_]+\b|\b[a-z0-9]+(?:_[a-z0-9]+)+\b"
    ),
    "an error that a spreadsheet writes into a cell": re.compile(r"#[A-Z]+(?:/[0A])?[!?]?"),
    "a format, a program or a measure of size by its own name": re.compile(
        r"(?<![A-Za-z])(?:PDF|PNG|SVG|CSV|X?HTML?|XML|Excel|Word|PowerPoint|PPT|ZIP|JSON|WPS|XLSX|XLSM|XLS|ET|ODS|TXT|"
        r"TSV|DOCX|PPTX|DOTX|POTX|A[34]|[KMG]B|JavaScript|"
        r"Streamlit v?|SHA|Esc|PgUp|PgDn|GB/T|Ctrl|OFL|GDP|URL|IP)(?![A-Za-z])",
        re.I,
    ),
}


def chinese(text: str, typed: Iterable[str] = ()) -> str:
    """What is Chinese in a text of an English page, full-width marks too; empty where nothing."""
    rest = _without(text, DATA, typed)
    found = [*HAN.findall(rest), *FULL_WIDTH.findall(rest)]
    return rest.strip() if found else ""


def english(text: str, typed: Iterable[str] = ()) -> str:
    """The Latin words in a text of a Chinese page; empty where all is said."""
    return " ".join(LATIN.findall(_without(text, CODES, typed)))


def wrong(texts: Iterable[str], language: str, typed: Iterable[str] = ()) -> set[str]:
    """The texts that a reader of `language` meets in the other one."""
    left = chinese if language == "en" else english
    said = sorted(filter(None, typed), key=len, reverse=True)
    return {text for text in texts if left(text, said)}


def _without(text: str, rules: dict[str, re.Pattern[str]], typed: Iterable[str]) -> str:
    rest = text.replace("\u2060", "").strip()
    rest = rules[_FILE].sub(" ", rest)  # whole, before a word of it is taken out
    for words in typed:
        rest = rest.replace(words, " ")
    for look in rules.values():
        rest = look.sub(" ", rest.strip())
    return rest


def values(plain: object, silent: frozenset[str]) -> Iterator[str]:
    """Every text in nested lists and dictionaries, but those under a `silent` name; the settings of
    a table's column stand under its name, and its label is read.
    """
    if isinstance(plain, dict):
        for name, value in plain.items():
            if name not in silent or (isinstance(value, dict) and "label" in value):
                yield from values(value, silent)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from values(value, silent)
    elif isinstance(plain, str):
        yield plain
