"""The finder of untranslated texts finds, and takes out only what stands alike in both."""

import pytest

from tests.tongues import chinese, english, wrong


@pytest.mark.parametrize(
    "planted",
    [
        "没有可列出的数据。",
        "Fixed asset investment（亿元）",
        "Trial, not issued　街道",
        "under 云经调发〔2026〕3号 依据",
        "10月!C7：“12,3亿”不是数字。",
        "Qiaoxi leads，Liulin follows",
        "Score ＜ 85",
        "3.1%～8.9%",
    ],
)
def test_a_chinese_text_planted_in_an_english_page_is_found(planted: str) -> None:
    assert wrong([planted, "Ready"], "en") == {planted}


@pytest.mark.parametrize(
    "planted",
    ["No results", "Fixed asset investment", "选择 File", "Press Enter to apply", "Apr 2026年"],
)
def test_an_english_text_planted_in_a_chinese_page_is_found(planted: str) -> None:
    assert wrong([planted, "可以签发"], "zh") == {planted}


@pytest.mark.parametrize(
    "data",
    [
        "中文",
        "under 云经调发〔2026〕3号",
        "2026年10月固定资产投资和重点项目.xlsx",
        "固定资产投资!C13",
        "Value 12.3 from 十月.xlsx, cell 月度数据!B12",
        "Issue 9/2026 · 10 Nov 2026",
    ],
)
def test_data_without_an_english_form_stand_in_an_english_page(data: str) -> None:
    assert chinese(data) == ""


@pytest.mark.parametrize(
    "data",
    [
        "English",
        "数据校验码 1b650cb2bd19",
        "存证码 bd0f-ccd1",
        "下载为 CSV：算法",
        "fai.gap >= 0; score_all >= 90",
        "会议材料包（PPT+Word+Excel）",
        "每个文件不超过 20 MB",
    ],
)
def test_codes_and_formats_stand_in_a_chinese_page(data: str) -> None:
    assert english(data) == ""


def test_what_people_typed_is_taken_out_whole_and_nothing_else() -> None:
    assert chinese("chosen by 陈静", ["陈静"]) == ""
    assert chinese("由陈静 chosen", ["陈静"]) != ""
    assert english("由 li.wei 报送", ["li.wei"]) == ""
    assert english("由 li.wei sent", ["li.wei"]) == "sent"
