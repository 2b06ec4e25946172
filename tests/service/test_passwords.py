"""What a password must be, by either standard."""

import pytest

from kpi.service.passwords import PROFILES, common, fits, hashed, outdated, weakness

MLPS, NIST = PROFILES["mlps"], PROFILES["nist"]
NAMES = ("zhangsan", "张三", "长安路街道", "li")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Bohe-Qin27", None),
        ("Bohe-Qi27", "PASSWORD_SHORT"),
        ("boheqinghe27", "PASSWORD_KINDS"),
        ("薄荷青禾二十七号院子里", "PASSWORD_KINDS"),
        ("薄荷青禾Ab27号院子", None),
        ("ZhangSan-2027", "PASSWORD_NAMES"),
        ("张三-Bohe-2027", "PASSWORD_NAMES"),
        ("红黑榜-Bohe-27", "PASSWORD_NAMES"),
        ("长安路街道-Aa-27", "PASSWORD_NAMES"),
        ("Lilac-Qinghe-27", None),
        ("Password@2026", "PASSWORD_COMMON"),
        ("1qaz2wsx!QAZ", "PASSWORD_COMMON"),
        ("Aa1!Aa1!Aa1!", "PASSWORD_COMMON"),
        ("A1-" + "x" * 254, "PASSWORD_LONG"),
        ("A1-bcdef" + "x" * 248, None),
    ],
)
def test_by_the_practice_of_dengji_baohu(password: str, code: str | None) -> None:
    weak = weakness(password, MLPS, NAMES)
    assert (weak and weak.code) == code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("bohe qinghe er shi qi", None),
        ("bohe qinghe 27", "PASSWORD_SHORT"),
        ("qwertyuiop123456789", "PASSWORD_COMMON"),
        ("aaaaaaaaaaaaaaaaaaaa", "PASSWORD_COMMON"),
        ("zhangsan bohe qinghe", "PASSWORD_NAMES"),
    ],
)
def test_by_the_american_standard_length_alone_counts(password: str, code: str | None) -> None:
    weak = weakness(password, NIST, NAMES)
    assert (weak and weak.code) == code


def test_the_bundled_list_is_long_and_lower_case() -> None:
    assert len(common()) >= 10_000
    assert all(line == line.casefold() for line in common())


def test_a_hash_fits_its_password_alone_and_is_of_today() -> None:
    stored = hashed("Bohe-Qinghe-27")
    assert fits(stored, "Bohe-Qinghe-27")
    assert not fits(stored, "Bohe-Qinghe-28")
    assert not fits(None, "Bohe-Qinghe-27")
    assert not fits("no hash", "Bohe-Qinghe-27")
    assert not outdated(stored)
