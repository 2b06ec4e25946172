"""Characters that the faces lack are named before a page prints boxes; faults leave no file."""

import shutil
from pathlib import Path

import papers
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from kpi import settings
from kpi.export import typst
from kpi.export.press import bulletin, cmap, glyphs, machine, sheet
from kpi.i18n import speaking
from kpi.model.choice import Choice
from kpi.model.problem import KpiError
from kpi.settings import SettingError

STONE = {**papers.NAMES, "A": "石𠮷镇"}


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A product whose folder of faces is not there."""
    monkeypatch.setattr(machine, "FONTS", tmp_path / "fonts")
    machine.faces.cache_clear()
    yield tmp_path
    machine.faces.cache_clear()


def test_a_character_outside_the_faces_is_named_with_the_name_it_stands_in() -> None:
    edition = papers.made(names=STONE)
    for kind in ("bulletin", "poster", "tall"):
        with pytest.raises(glyphs.Lacking) as fault:
            typst.paper(kind, edition, Choice(form="pdf"))
        assert str(fault.value) == "字库缺字：𠮷（石𠮷镇）"
        assert fault.value.characters == {"𠮷"}
        assert isinstance(fault.value, KpiError)


def test_who_goes_on_gets_the_number_of_the_character_in_brackets() -> None:
    assert glyphs.bracketed("石𠮷镇") == "石〔U+20BB7〕镇"
    assert glyphs.bracketed("长安路街道") == "长安路街道"
    assert glyphs.marked({"a": ["😀", 1, None]}) == {"a": ["〔U+1F600〕", 1, None]}
    edition = papers.made(names=STONE)
    assert typst.paper("bulletin", edition, Choice(form="pdf", bracket=True))[:5] == b"%PDF-"


def test_the_faces_have_what_offices_write() -> None:
    common = "镕喆堃䶮昇䲠㛃𬭎𬬻" + "▲▼■□↑↓—－−×÷±≥≤〔〕【】℃‰①⑩㎡％　“”‘’…·"
    assert glyphs.absent(common) == frozenset()
    pairs = (bytes((a, b)) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF))
    table = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(table) == 6763
    assert glyphs.absent(table) == frozenset()


def test_coverage_is_what_every_face_has() -> None:
    listed = {c for a, b in glyphs._spans(None) for c in range(a, b + 1)}
    for file in sorted(machine.FONTS.glob("*.otf")):
        spans = tuple(cmap._file(file.read_bytes()))
        assert listed <= {c for a, b in spans for c in range(a, b + 1)}
    assert len(listed) > 9018


def test_an_office_may_add_a_face_and_its_characters(tmp_path: Path) -> None:
    face = TTFont(machine.FONTS / "NotoSansSC-Regular.otf")
    cutter = Subsetter()
    cutter.populate(text="吉云溪区")
    cutter.subset(face)
    for record in face["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "FangSong_GB2312"
    wide = CmapSubtable.newSubtable(12)
    wide.platformID, wide.platEncID, wide.language = 3, 10, 0
    wide.cmap = {**face.getBestCmap(), 0x20BB7: face.getBestCmap()[ord("吉")]}
    face["cmap"].tables.append(wide)
    face.save(tmp_path / "FangSong.otf")
    assert glyphs.absent("𠮷", tmp_path) == frozenset()
    assert glyphs.absent("𠮷") == {"𠮷"}
    assert sheet.own(tmp_path)["text"] == ["FangSong_GB2312", "Noto Serif CJK SC"]
    assert sheet.own(None)["text"] == ["Noto Serif CJK SC"]
    edition = papers.made(names=STONE)
    assert typst.paper("bulletin", edition, Choice(form="pdf"), fonts=tmp_path)[:5] == b"%PDF-"


def test_a_broken_file_in_the_folder_of_an_office_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "half.ttf").write_bytes((machine.FONTS / "NotoSansSC-Bold.otf").read_bytes()[:60])
    (tmp_path / "no.otf").write_bytes(b"")
    assert glyphs.absent("石𠮷镇", tmp_path) == {"𠮷"}
    assert typst.paper("tall", papers.made(), Choice(form="png"), fonts=tmp_path)[:4] == b"\x89PNG"


def test_a_missing_folder_of_faces_is_told_in_a_sentence(empty: Path) -> None:
    with pytest.raises(machine.Spoilt) as fault:
        typst.paper("bulletin", papers.made(), Choice(form="pdf"))
    assert str(fault.value) == "字库文件夹缺少所需字体：fonts。没有生成文件。"


def test_one_missing_face_is_told_too_rather_than_replaced(empty: Path) -> None:
    (empty / "fonts").mkdir()
    shutil.copy(glyphs.COVERAGE, empty / "fonts")
    shutil.copy(glyphs.COVERAGE.parent / "NotoSansSC-Regular.otf", empty / "fonts")
    with pytest.raises(machine.Spoilt, match="字库文件夹缺少所需字体"):
        typst.paper("bulletin", papers.made(), Choice(form="pdf"))


def test_a_fault_of_the_machine_is_told_in_a_sentence() -> None:
    with pytest.raises(machine.Spoilt, match=r"^排版出错：.*没有生成文件。$"):
        machine.printed("bulletin", {"look": {}})
    with speaking("en"), pytest.raises(KpiError):
        machine.printed("poster", {})


def test_a_picture_that_runs_over_its_page_is_refused() -> None:
    data = bulletin.data(papers.issued(papers.made()), Choice(form="pdf"), None)
    with pytest.raises(machine.Spoilt, match="图片超出一页"):
        machine.printed("bulletin", data, "png", ppi=40)


def test_nothing_is_written_while_a_paper_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A full disk cannot spoil a paper: it comes as bytes, whoever keeps them writes."""
    monkeypatch.chdir(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in machine.HERE.rglob("*.typ")}
    typst.paper("bulletin", papers.made(), Choice(form="pdf"))
    assert list(tmp_path.iterdir()) == []
    assert {p: p.stat().st_mtime_ns for p in machine.HERE.rglob("*.typ")} == before


def test_the_setting_names_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KPI_FONT_DIR", str(tmp_path))
    assert settings.load().fonts == tmp_path.resolve()
    monkeypatch.setenv("KPI_FONT_DIR", str(tmp_path / "none"))
    with pytest.raises(SettingError, match="KPI_FONT_DIR is not a folder"):
        settings.load()
