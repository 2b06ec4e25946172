"""The frame around every page: navigation, language, look. The main script of the application."""

from pathlib import Path

import streamlit as st

from kpi import __version__, i18n
from kpi.i18n import _
from kpi.model.person import Right
from pages.parts import account, hint, pickers, present, session

HERE = Path(__file__).parent
STYLE = """<style>
[data-testid="stMainBlockContainer"] { max-width: 90rem; padding-top: 4.75rem; }
[data-testid="stMain"] { line-break: strict; text-autospace: normal; }
h1 { line-height: 1.35; text-wrap: balance; word-break: keep-all; overflow-wrap: anywhere; }
[data-testid="stMainBlockContainer"] h1::before { content: ""; display: block; width: 56px;
  height: 6px; margin-bottom: .75rem; background: var(--kpi-red); }
.st-key-head { flex-wrap: nowrap; position: relative; }
.st-key-head h1 { padding: 0 0 1rem; }
.st-key-head_finding { gap: .125rem; }
.st-key-head_actions { flex: none; padding-top: 1.1rem; }
[data-testid="stHeader"] { border-bottom: 1px solid var(--kpi-border); }
[data-testid="stLayoutWrapper"]:has(> .st-key-session_watch, > .st-key-frame_language) {
  position: absolute; height: 0; }
.st-key-session_watch { height: 0; overflow: hidden; }
.st-key-frame_language { position: fixed; top: .65rem; right: 3.75rem; width: auto;
  z-index: 1000001; }
.st-key-frame_person button { max-width: 7rem; }
.st-key-frame_ribbon { position: fixed; top: 3.75rem; left: 0; right: 0; z-index: 99;
  padding: .1rem 1rem; background: var(--kpi-paper); border-bottom: 1px solid var(--kpi-border); }
.st-key-frame_ribbon p { text-align: center; }
[data-testid="stMainBlockContainer"]:has(.st-key-frame_ribbon) { padding-top: 6.5rem; }
[class*="st-key-responsible_"] a, .st-key-unit_beside :is(a, button) { padding-inline: 0; }
.st-key-unit_beside button { justify-content: flex-start; }
:is([class*="st-key-responsible_"], .st-key-unit_beside) { column-gap: 1.25rem; row-gap: 0; }
:is([class*="st-key-responsible_"], .st-key-unit_beside) :is(a, button) p {
  text-decoration: underline; text-underline-offset: .25em;
  text-decoration-color: var(--kpi-border); }
.st-key-versus_choose > [class*="-vs_"] { max-width: 40rem; }
.modebar-btn:focus-visible { outline: 2px solid currentColor; }
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; transition: none !important; } }
@media (max-width: 1000px) {
  [class*="st-key-now_"] [data-testid="stColumn"] { flex: 1 1 100%; min-width: 100%; } }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 4.25rem 1rem 4rem; }
  [data-testid="stMainBlockContainer"]:has(.st-key-frame_ribbon) { padding-top: 5.5rem; }
  .st-key-frame_person button { max-width: 5.5rem; }
  [data-testid="stHorizontalBlock"] { row-gap: 1rem; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-head_actions) { position: absolute; top: -.5rem;
    right: 0; width: auto; }
  .st-key-head_actions { padding: 0; }
  .st-key-head h1 { font-size: 1.5rem; }
  [data-testid="stButtonGroup"] button, [data-testid="stPageLink"] a,
  [data-testid="stHeader"] button, .st-key-hint button { min-height: 2.5rem; min-width: 2.5rem; }
  .st-key-head h1::before { margin: .5rem 0 1.25rem; }
  [data-testid="stHorizontalBlock"]:is([class*="_pickers"], [class*="_cells"]) { gap: .5rem; }
  :is([class*="_pickers"], [class*="_cells"]) > [class*="st-key-"] { flex: 1 1 9rem; width: auto;
    min-width: 9rem; }
  :is([class*="_pickers"], [class*="_cells"]) > :is([class*="-board_"], [class*="-unit_"],
    [class*="-indicator_"]) { flex-basis: 12.5rem; }
  :is([class*="_pickers"], [class*="_cells"]) > [class*="-period_"] { flex: 1 0 8.25rem;
    min-width: 8.25rem; }
  :is([class*="_pickers"], [class*="_cells"]) > :is([class*="-group_"], [class*="-measure_"]) {
    flex: 0 1 auto; min-width: 0; }
  [class*="_pickers"] [data-testid="stButtonGroup"] button { padding-inline: .5rem; }
  .st-key-sections :is([data-testid="stElementContainer"], [data-testid="stButtonGroup"]) {
    width: 100%; }
  .st-key-sections [data-testid="stButtonGroup"] > div { display: grid; gap: 0;
    grid-template-columns: repeat(3, 1fr); }
  .st-key-sections [data-testid="stButtonGroup"] button { width: 100%; padding-inline: .25rem; }
  .st-key-sections [data-testid="stButtonGroup"] button p { white-space: normal; }
  .st-key-unit_links { row-gap: 0 !important; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-hint) { position: fixed; left: 0; right: 0;
    bottom: 0; width: auto; z-index: 100; border-top: 1px solid var(--kpi-border); }
  [data-testid="stSidebarNav"] a { min-height: 2.75rem; }
  [data-testid="stExpandSidebarButton"] { width: auto; padding-inline: .5rem; }
  [data-testid="stExpandSidebarButton"] > * { display: none; }
  [data-testid="stExpandSidebarButton"]::before { content: "☰ var(--kpi-menu)"; } }
</style>"""

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
style = style.replace("var(--kpi-menu)", _("页面"))
st.html(style.replace("var(--kpi-paper)", look.paper))
with st.container(key="frame_language", horizontal=True, gap="xsmall"):
    account.menu(who)
    other, label = ("en", "EN") if session.language() == "zh" else ("zh", "中文")
    st.button(label, key="frame_other", type="tertiary", on_click=session.speak, args=(other,))
account.ribbon(who)
hint.show("versus" if at == "matrix" and "," in st.query_params.get("vs", "") else at)
page.run()
