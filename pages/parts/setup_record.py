"""留痕: what was done, by whom, when; searched, proved and taken along by the auditor."""

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Person, Right
from kpi.service import record, safety, start, telling
from pages.parts import cached, session, tables
from pages.parts.tables import Column

PAGE = 200


def show(who: Person) -> None:
    """Search fields, the lines newest first, the file to take along."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="setup_record_fields"):
        words = st.text_input(_("内容"), key="setup_record_words", width=220, max_chars=80)
        actor = st.text_input(_("账号"), key="setup_record_actor", width=160)
        act = st.selectbox(
            _("操作"),
            ["", *(str(a) for a in record.ACTS)],
            format_func=lambda a: record.act_name(a) if a else _("全部"),
            key="setup_record_act",
            width=160,
        )
        since = st.date_input(
            _("从"), None, format="YYYY-MM-DD", key="setup_record_since", width=160
        )
        until = st.date_input(
            _("到"), None, format="YYYY-MM-DD", key="setup_record_until", width=160
        )
    asked = {"words": words, "actor": actor, "act": act, "since": since, "until": until}
    at = f"{words}|{actor}|{act}|{since}|{until}"
    seen = st.session_state.get("setup_record_seen")
    count = seen[1] if seen and seen[0] == at else PAGE
    store = start.store()
    lines = record.find(store, who, **asked, limit=count + 1)
    more, lines = len(lines) > count, lines[:count]
    if not lines:
        tables.note("info", _("没有符合条件的留痕。"))
        return
    known = cached.catalog()
    st.caption(_("选中一行，看这一条的全部内容。"))
    at_row = tables.table(
        [
            {
                "n": line.n,
                "at": session.local(line.at),
                "actor": line.actor,
                "ip": line.ip,
                "act": record.act_name(line.act),
                "object": telling.thing(line, known),
                "told": telling.told(line, known),
            }
            for line in lines
        ],
        {
            "n": Column(_("编号"), 0, width=70),
            "at": Column(_("时间"), pinned=True),
            "actor": Column(_("账号")),
            "act": Column(_("操作")),
            "object": Column(_("对象")),
            "told": Column(_("内容"), width="large"),
            "ip": Column(_("地址")),
        },
        key="setup_record",
        alt=_("留痕"),
        selectable=True,
    )
    if at_row is not None and at_row < len(lines):
        st.code(record.whole(lines[at_row]), language="json", wrap_lines=True)
    with st.container(horizontal=True):
        if more and st.button(_("再往前{n}条").format(n=PAGE), key="setup_record_more"):
            st.session_state.setup_record_seen = (at, count + PAGE)
            st.rerun()
        st.download_button(
            _("下载这些留痕（CSV）"),
            session.carried(
                lambda: record.table(record.find(store, who, **asked, limit=record.ALL))
            ),
            "留痕.csv",
            on_click="ignore",
            icon=":material/download:",
            key="setup_record_csv",
        )


def proof(who: Person) -> None:
    """Recompute every hash: journal, anchors, editions, uploads, rules, originals, accounts."""
    st.caption(_("重算留痕、期次、报送、规则和原文件的校验值，与库外的存证对照。"))
    replay = st.checkbox(_("按快照重算每一期的名次"), key="setup_replay")
    if st.button(_("核验"), icon=":material/verified:", type="primary", key="setup_verify"):
        with st.spinner(_("正在核验……")):
            st.session_state.setup_proof = safety.verify(start.store(), who, replay=replay)
    found = st.session_state.get("setup_proof")
    if found is None:
        return
    counts = _("留痕{rows}条，期次{editions}期，报送{uploads}次").format(
        rows=found.rows, editions=found.editions, uploads=found.uploads
    )
    if found.ok:
        tables.note("done", _("全部相符。{counts}。").format(counts=counts))
        st.caption(_("留痕末条校验值 {head}").format(head=found.head))
        return
    tables.note("notice", _("有{n}处不符。{counts}。").format(n=len(found.breaks), counts=counts))
    for one in found.breaks[:PAGE]:
        st.markdown(f"- {tables.plain(safety.text(one))}")


def copies(who: Person) -> None:
    """Backups: one now; what is kept in the data folder."""
    store = start.store()
    folder = store.data / "backups"
    if who.may(Right.BACKUP) and st.button(
        _("现在备份"), icon=":material/save:", type="primary", key="setup_backup"
    ):
        with st.spinner(_("正在备份……")):
            safety.keep(store, who)
        st.session_state.setup_copied = True
    if st.session_state.pop("setup_copied", False):
        tables.note("done", _("已备份。"))
    st.caption(_("自动保留每日7份、每周5份、每月12份；请另外抄送一份到别的机器。恢复只能用命令。"))
    kept = sorted(folder.glob("*.zip"), reverse=True) if folder.exists() else []
    tables.table(
        [{"name": f.name, "size": f.stat().st_size / 1e6} for f in kept],
        {"name": Column(_("文件"), width="large"), "size": Column("MB", 1)},
        key="setup_backups",
        alt=_("备份"),
    )
