"""The frame around every page: navigation, language, look. The main script of the application."""

from pathlib import Path

import streamlit as st

from kpi import __version__, i18n
from kpi.i18n import _
from kpi.model.person import Right
from pages.parts import account, hint, pickers, present, session

HERE = Path(__file__).parent
STYLE = (HERE / "frame.css").read_text(encoding="utf-8")

WORDMARK = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="32"
 viewBox="0 0 {width} 32">
<path d="M2 19h18L11 4z" fill="{red}"/><path d="M12 13h18l-9 15z" fill="{text}"/>
<text x="38" y="23" font-family="sans-serif" font-size="20" font-weight="700" fill="{text}">{name}
</text></svg>"""

i18n.follow(session.language)
session.choose_language()
st.set_page_config(
    page_title=_("红黑榜"),
    page_icon=HERE / "static" / "favicon.png",
    layout="wide",
    menu_items={"About": _("红黑榜 {version}").format(version=__version__)},
)
PAGES = {  # file and URL → its name, and the rights of which it needs one
    "home": (_("总览"), (Right.READ,)),
    "board": (_("榜单"), (Right.READ,)),
    "unit": (_("单位"), (Right.READ,)),
    "indicator": (_("指标"), (Right.READ,)),
    "matrix": (_("对比矩阵"), (Right.READ,)),
    "duty": (_("分管"), (Right.READ,)),
    "upload": (_("填报"), (Right.DRAFT,)),
    "publish": (_("签发"), (Right.PUBLISH, Right.CATALOG, Right.JOURNAL)),
    "follow": (_("说明"), (Right.SPEAK, Right.DECIDE, Right.CATALOG, Right.JOURNAL)),
    "study": (_("推演"), (Right.DRAFT,)),
    "setup": (_("管理"), (Right.CATALOG, Right.JOURNAL)),
}
who = session.person()
page = st.navigation(
    [
        st.Page(HERE / f"{name}.py", title=title, url_path=name, default=name == "home")
        if any(who.may(right) for right in rights)
        else st.Page(session.refuse, title=title, url_path=name, visibility="hidden")
        for name, (title, rights) in PAGES.items()
    ],
    position="top",
)
session.watch()
pickers.arrive()
at = page.url_path or "home"
if present.asked(at):
    present.show(at)
    st.stop()
look = session.theme()
name = _("红黑榜")
width = 44 + sum(11 if letter.isascii() else 21 for letter in name)
st.logo(WORDMARK.format(name=name, width=width, red=look.red, text=look.text), size="medium")
style = STYLE.replace("var(--kpi-red)", look.red).replace("var(--kpi-border)", look.border)
menu = _("页面") if session.language() == "zh" else ""  # beside the longer English name
style = style.replace("var(--kpi-menu)", menu)
st.html(f"<style>{style.replace('var(--kpi-paper)', look.paper)}</style>")
with st.container(key="frame_language", horizontal=True, gap="xsmall"):
    account.menu(who)
    other, label = ("en", "EN") if session.language() == "zh" else ("zh", "中文")
    st.button(label, key="frame_other", type="tertiary", on_click=session.speak, args=(other,))
account.ribbon(who)
hint.show("versus" if at == "matrix" and "," in st.query_params.get("vs", "") else at)
page.run()
