"""The words that argparse itself speaks, in the reader's language; `usage:` and `error:` stay."""

import argparse

from kpi.i18n import N_, _, language

_WORDS = {
    "positional arguments": N_("参数"),
    "options": N_("选项"),
    "show this help message and exit": N_("显示这段说明"),
    "the following arguments are required: %s": N_("缺少参数：%s"),
    "unrecognized arguments: %s": N_("不认识的参数：%s"),
    "argument %(argument_name)s: %(message)s": N_("参数 %(argument_name)s：%(message)s"),
    "expected one argument": N_("后面要有一个值"),
    "expected at least one argument": N_("后面至少要有一个值"),
    "invalid choice: %(value)r (choose from %(choices)s)": N_(
        "没有 %(value)r 这一项（可选：%(choices)s）"
    ),
    "invalid %(type)s value: %(value)r": N_("%(value)r 不能用作 %(type)s"),
    "not allowed with argument %s": N_("不能与 %s 同用"),
    "ambiguous option: %(option)s could match %(matches)s": N_(
        "选项 %(option)s 不明确，可能是 %(matches)s"
    ),
}


def speak() -> None:
    """Let argparse take its words from here: it asks a function of its module for each."""
    setattr(argparse, "_", _said)  # noqa: B010 - no attribute that its types know of


def _said(text: str) -> str:
    """English is what argparse says anyway."""
    return _(_WORDS[text]) if text in _WORDS and language() == "zh" else text
