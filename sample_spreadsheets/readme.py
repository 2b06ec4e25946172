"""The text of README.md: what the sample shows, then one line per file."""

from collections.abc import Iterable

from sample_spreadsheets.wrong import FILE, SLIPS

HEAD = """\
# The sample district 云川区

An invented district with 8 sub-districts (街道), 2 towns (镇), 6 economic and 4 service
departments, from January 2025 to October 2026. No place, office or number is real. The files are
laid out the way offices lay them out; none follows a template.

`python -m sample_spreadsheets.make` writes them all again, the same bytes every time (xlwt from
requirements-dev.txt is needed for the .xls files). `anchors.py` and `story.py` hold the
numbers, `directory.py` with `duties.py` and `english.py` the catalog, `layouts.py` the forms,
`wrong.py` the faulty workbook.

`名录.xlsx` is the catalog: units with who answers for them, indicators, targets, boards, aliases
and the English of its texts (译名). `manifest.csv` lists the files below in the order in which they
arrive; `by` is the lead department that sends them, and every period stands in the file itself.

What to look for:
- 桥西街道 falls behind its investment plan from July 2026 and is black-listed; 长安路街道 was
  behind all through 2025 and climbs to the first place by October 2026; 柳林街道 slips below the
  gate in September.
- August 2026: 长安路街道 and 高新园街道 tie at 70.5 % exactly at the second red seat of board
  `fai`. October 2026: 长安路街道 and 青云街道 share 90.2 % of their task of new enterprises.
- 桥西街道's August investment was reported as 5.60 and later revised to 5.52.
- 区医疗保障局's August service figures are blank and arrive with the September workbook.
- 云岭镇 grows by 66.4 % and 柳林街道's domestic capital by 66.7 %: both from a low base.
- `—` is not blank: 云岭镇 has no task for domestic capital, 南湖街道 no industrial firm above
  designated size, five units no cross-border trade.

| file | by | what it shows |
|---|---|---|
"""

WRONG = """
`{file}` is not loaded with the others; it shows what is caught:

| cell | slip |
|---|---|
"""


def readme(files: Iterable[tuple[str, str, str]]) -> str:
    """The whole text; `files` are path, lead department and what the file shows."""
    lines = [f"| `{file}` | {by} | {about} |\n" for file, by, about in files]
    slips = [f"| {cell} | {slip} |\n" for cell, slip in SLIPS]
    return HEAD + "".join(lines) + WRONG.format(file=FILE) + "".join(slips)
