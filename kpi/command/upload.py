"""`check`, `mark`, `load`, `template`: spreadsheets in, and workbooks out."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kpi.command.speak import (
    DONE,
    REFUSED,
    UNUSABLE,
    closed,
    document,
    no_period,
    tell,
    unusable,
    why,
)
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]
CODES = {"accept": DONE, "confirm": REFUSED, "reject": REFUSED, "refuse": UNUSABLE}


def check(add: Add) -> None:
    """Read and check, store nothing."""
    parser = add("check", help=_("读取并校验，不入库"))
    _files(parser)
    parser.set_defaults(run=_check)


def mark(add: Add) -> None:
    """The same workbook back, with its problems marked."""
    parser = add("mark", help=_("把每个问题标在单元格里，交还同一工作簿"))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--period", metavar="P", help=_("报告期，用于文件没有写明时"))
    parser.set_defaults(run=_mark)


def _mark(given: argparse.Namespace) -> int:
    from kpi.model.period import Period
    from kpi.model.person import OPERATOR
    from kpi.model.problem import Refused
    from kpi.service import checked, start, upload

    try:
        hint = Period.parse(given.period) if given.period else None
    except ValueError:
        return no_period(given.period)
    try:
        data = given.file.read_bytes()
    except OSError as fault:
        return unusable(closed(given.file, fault))
    today = start.configured().today()
    plan = upload.preview(start.store(), data, given.file.name, OPERATOR, today=today, hint=hint)
    try:
        given.out.write_bytes(upload.marked(plan))
    except Refused as refused:
        return unusable(f"{given.file.name}: {refused}")
    except OSError as fault:
        return unusable(closed(given.out, fault))
    told = checked.as_json(plan)["problems"]
    errors, warnings = (sum(p["severity"] == s for p in told) for s in ("error", "warning"))
    counts = _("错误{errors}，提醒{warnings}").format(errors=errors, warnings=warnings)
    tell(f"{plan.name}　{counts}")
    return DONE


def load(add: Add) -> None:
    """Check, then store all or nothing."""
    parser = add("load", help=_("校验，然后全部入库或全部不入库"))
    _files(parser)
    parser.add_argument("--by", default="local", metavar="LOGIN", help=_("以谁的名义"))
    parser.add_argument("--note", default="", metavar="TEXT", help=_("提醒属实的原因"))
    parser.add_argument("--strict", action="store_true", help=_("有提醒时等待确认"))
    parser.set_defaults(run=_load)


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--period", metavar="P", help=_("报告期，用于文件没有写明时"))
    parser.add_argument("--json", action="store_true", help=_("输出一份 JSON"))


def _check(given: argparse.Namespace) -> int:
    return _each(given, _checked)


def _load(given: argparse.Namespace) -> int:
    return _each(given, _loaded)


def _each(given: argparse.Namespace, deed: Callable[..., dict[str, Any]]) -> int:
    """One document or a list of them; the exit code is the gravest."""
    from kpi.model.period import Period
    from kpi.model.person import OPERATOR
    from kpi.service import checked, people, start, upload

    try:
        hint = Period.parse(given.period) if given.period else None
    except ValueError:
        return no_period(given.period)
    read: list[tuple[str, bytes]] = []
    faults: dict[int, OSError] = {}
    for at, file in enumerate(given.files):  # all of them before the first is touched
        try:
            read.append((file.name, file.read_bytes()))
        except OSError as fault:
            faults[at] = fault
    store, today = start.store(), start.configured().today()
    by = people.acting(store, given.by) if deed is _loaded else OPERATOR
    given.person = by

    def preview(name: str, data: bytes) -> Any:
        return upload.preview(store, data, name, by, today=today, hint=hint)

    told = [_checked(given, preview(*one)) for one in read]
    if deed is _loaded and not faults:
        told = _all_or_nothing(given, read, told, preview)
    elif deed is _loaded:
        told = [_judged(given, each) for each in told]
    for each in [] if given.json else told:
        _say(each)
    for at, closing in faults.items():
        unusable(closed(given.files[at], closing))
        missing = checked.unopened(given.files[at].name, why(closing))
        told.insert(at, {**missing, "upload": None} if deed is _loaded else missing)
    if given.json:
        document(told if len(told) > 1 else told[0])
    return max(CODES[each["outcome"]] for each in told)


def _all_or_nothing(
    given: argparse.Namespace,
    read: list[tuple[str, bytes]],
    told: list[dict[str, Any]],
    preview: Callable[[str, bytes], Any],
) -> list[dict[str, Any]]:
    """Store every file, or none where one of them is refused or waits."""
    from kpi.service import start, upload

    judged = [_judged(given, each) for each in told]
    if any(CODES[each["outcome"]] for each in judged):
        return judged
    done: list[dict[str, Any]] = []
    for one in read:  # against what the files before it have just stored
        done.append(_loaded(given, preview(*one)))
        if done[-1]["outcome"] == "accept" and done[-1]["upload"] is None:
            done[-1] = _judged(given, _checked(given, preview(*one)))  # somebody sent it just now
        if CODES[done[-1]["outcome"]]:
            for stored in reversed(done):
                if stored["upload"] is not None:
                    upload.undo(start.store(), stored["upload"], given.person)
                    stored["upload"] = None
            return done + judged[len(done) :]
    return done


def _judged(given: argparse.Namespace, told: dict[str, Any]) -> dict[str, Any]:
    """What becomes of a file before anything is stored: accept, confirm, reject or refuse."""
    from kpi.model.upload import UNASKED

    waits = any(p["severity"] == "warning" and p["code"] not in UNASKED for p in told["problems"])
    outcome = (
        "confirm" if told["outcome"] == "accept" and given.strict and waits else told["outcome"]
    )
    return {**told, "outcome": outcome, "upload": None}


def _checked(given: argparse.Namespace, plan: Any) -> dict[str, Any]:
    from kpi.service import checked

    return checked.as_json(plan)


def _loaded(given: argparse.Namespace, plan: Any) -> dict[str, Any]:
    from kpi.model.problem import Refused
    from kpi.service import checked, start, upload

    told = _judged(given, checked.as_json(plan))
    if told["outcome"] != "accept":
        return told
    try:
        receipt = upload.commit(start.store(), plan, given.person, given.note)
    except Refused as refused:
        late = [checked.problem_json(p) for p in refused.problems]
        return {**told, "outcome": "reject", "problems": told["problems"] + late, "upload": None}
    return {**told, "upload": receipt.upload if receipt else None}


def _say(told: dict[str, Any]) -> None:
    words = {
        "accept": _("通过"),
        "confirm": _("待确认"),
        "reject": _("有错误，未入库"),
        "refuse": _("无法读取"),
    }
    diff = told["diff"]
    tell(
        _("{name}：{outcome}。{values}项，新增{new}，修改{changed}，不变{unchanged}。").format(
            name=told["file"]["name"],
            outcome=words[told["outcome"]],
            values=len(told["values"]),
            **{k: diff[k] for k in ("new", "changed", "unchanged")},
        )
    )
    for p in told["problems"]:
        tell(f"  {p['severity']} {p['code']} {p['message']}")


def template(add: Add) -> None:
    """The workbook that officials fill in for a period."""
    parser = add("template", help=_("某一期的填报工作簿"))
    parser.add_argument("period", metavar="PERIOD")
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--indicators", metavar="a,b", help=_("指标代码；默认为本期应报的全部指标"))
    parser.set_defaults(run=_template)


def _template(given: argparse.Namespace) -> int:
    from kpi.model.period import Period
    from kpi.model.person import OPERATOR
    from kpi.service import start, upload

    codes = tuple(c for c in (given.indicators or "").split(",") if c)
    try:
        period = Period.parse(given.period)
    except ValueError:
        return no_period(given.period)
    try:
        today = start.configured().today()
        data = upload.template(start.store(), period, OPERATOR, codes, today=today)
        given.out.write_bytes(data)
    except OSError as fault:
        return unusable(closed(given.out, fault))
    except upload.Unknown as fault:
        return unusable(str(fault))
    return DONE
