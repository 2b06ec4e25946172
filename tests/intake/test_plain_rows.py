"""Rows read at a glance say what the parser would have said of them."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.intake.worker import guard, plain, scan
from kpi.intake.worker.guard import Archive
from kpi.intake.worker.planes import PERCENT, SCALED

SPECIAL = {"1": PERCENT, "2": SCALED}
CELLS = [
    '<c r="{at}"><v>8.5</v></c>',
    '<c r="{at}" s="1"><v>0.085</v></c>',
    '<c r="{at}" s="2"><v>-1.5e7</v></c>',
    '<c r="{at}" s="3"><v>8</v></c>',
    '<c r="{at}" s="1" t="s"><v>0</v></c>',
    '<c r="{at}" s="1"/>',
    '<c r="{at}"><f>1+1</f><v>2</v></c>',
    '<c r="{at}" s="1"><f>1+1</f></c>',
    '<c r="{at}" t="e"><v>#DIV/0!</v></c>',
    '<c r="{at}" t="str"><f>A1</f><v></v></c>',
    '<c r="{at}" t="inlineStr"><is><t>云溪</t></is></c>',
    '<c r="{at}" s="1"><v>0.5</v><extLst/></c>',
    "<c><v>3</v></c>",
]
PLAIN = range(6)
ROW = st.lists(st.integers(0, len(CELLS) - 1) | st.sampled_from(PLAIN), max_size=6)
FACTS = st.sampled_from(["", ' spans="1:6"', ' hidden="1"', ' ht="15" x14ac:dyDescent="0.2"'])


def part(rows: list[tuple[list[int], str]], between: str = "") -> bytes:
    lines = []
    for n, (cells, facts) in enumerate(rows, 1):
        inside = "".join(CELLS[c].format(at=f"{'ABCDEF'[i]}{n}") for i, c in enumerate(cells))
        lines.append(f'<row r="{n}"{facts}>{inside}</row>' if inside else f'<row r="{n}"{facts}/>')
    return f'<worksheet x="1"><sheetData>{between.join(lines)}</sheetData></worksheet>'.encode()


def seen(content: bytes) -> dict[str, object]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/worksheets/sheet1.xml", content)
    found = scan.sheet(Archive(out.getvalue()), "xl/worksheets/sheet1.xml", "10月", SPECIAL)
    return {
        "extent": (found.rows, found.columns, found.empty_run),
        "formats": {kind: sorted(places) for kind, places in found.formats.items() if places},
        "errors": found.errors,
        "formulas": list(found.formulas),
        "spoken": found.spoken,
        "hidden": found.hidden_rows,
    }


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(ROW, FACTS), max_size=12), st.sampled_from(["", "\n", "<!-- -->"]))
def test_a_glance_sees_what_the_parser_sees(
    rows: list[tuple[list[int], str]], between: str
) -> None:
    content = part(rows, between)
    assert seen(content) == seen(content.replace(b"<row r", b"<row  r"))  # the parser alone


def test_a_row_over_the_border_of_two_pieces_is_read_once() -> None:
    rows = [([0, 1, 3, 4, 0, 1], "")] * 2_000  # several pieces of 64 KB
    content = part(rows)
    assert len(content) > 3 * guard._CHUNK
    assert seen(content) == seen(content.replace(b"<row r", b"<row  r"))
    assert seen(content)["extent"] == (2_000, 6, 0)


def test_only_rows_that_can_mean_nothing_else_are_taken() -> None:
    for strange in (
        '<row r="1"><c r="A2"><v>1</v></c></row>',  # another row's cell
        '<row r="1"><c r="SS1"><v>1</v></c></row>',  # beyond the last column
        '<row r="1"><c r="A1" t="e"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>',
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>&#49;</v></c></row>',
        '<row r="1"/><row r="2"></row>',
        '<row r="1"><c r="A1" s="1"/></row>',
    ):
        assert list(plain.runs(strange.encode())) == []


def test_columns_of_two_letters_are_plain_too() -> None:
    row = '<row r="7"><c r="Z7"><v>1</v></c><c r="AA7" s="1"><v>2</v></c><c r="SR7"/></row>'
    (run,) = plain.runs(row.encode())
    assert (run.last, run.filled, run.columns) == (7, 2, {b"AA"})
