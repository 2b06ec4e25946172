"""管理: rules with their rehearsal, the catalog, accounts, settings, the journal and its proof."""

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.person import Right
from pages.parts import (
    pickers,
    remarks,
    session,
    setup_house,
    setup_people,
    setup_record,
    setup_rules,
    workbook,
)

session.require(Right.CATALOG, Right.PEOPLE, Right.JOURNAL, Right.VERIFY)
who = session.person()
TABS = {  # code → its name, and the rights of which it needs one
    "rules": (N_("评榜规则"), (Right.CATALOG,)),
    "catalog": (N_("名录"), (Right.CATALOG,)),
    "people": (N_("账号"), (Right.PEOPLE,)),
    "house": (N_("设置"), (Right.CATALOG, Right.JOURNAL)),
    "remarks": (N_("意见"), (Right.CATALOG,)),
    "record": (N_("留痕"), (Right.JOURNAL,)),
    "proof": (N_("核验"), (Right.VERIFY,)),
    "copies": (N_("备份"), (Right.BACKUP,)),
}
offered = [tab for tab, (_name, rights) in TABS.items() if any(map(who.may, rights))]
st.title(_("管理"))
tab = pickers.linked(
    st.segmented_control,
    _("视图"),
    offered,
    "part",
    names=lambda code: _(TABS[code][0]),
    default=offered[0],
    required=True,
    label_visibility="collapsed",
)
match tab:
    case "rules":
        setup_rules.show()
    case "catalog":
        st.caption(_("名录是单位、指标、目标、榜单的总表：下载、修改、再传上来。"))
        workbook.download()
        workbook.take()
    case "people":
        setup_people.show(who)
    case "house":
        setup_house.show(who)
    case "remarks":
        remarks.desk(who)
    case "record":
        setup_record.show(who)
    case "proof":
        setup_record.proof(who)
    case "copies":
        setup_record.copies(who)
