"""会议模式: the reading pages on a large screen, without header and pickers, led by keys.

The frame runs `show` in place of a page whose link says `present=1`, so that no page has a line for
it. One own element fills the window: it alone knows how much fits, listens to keys, fingers and the
clock, and says what it wants as a whole (a stop, a group, a scene), so that a second key while the
first still runs goes one further instead of getting lost. Lists are those of `lists.js` itself.
"""

from typing import Any

import streamlit as st

from kpi.figure.trend import trend
from kpi.i18n import N_, _
from kpi.model.person import Right
from kpi.model.series import Trend
from pages.parts import charts, pickers, session, shown, tables
from pages.parts.packed import packed
from pages.parts.present_entry import PAGES
from pages.parts.present_scenes import SCENES, Scene, stale

OWN = ("present", "scene", "rotate")  # what the URL says of the mode alone
NAMES = {
    "home": N_("总览"),
    "board": N_("榜单"),
    "red": N_("红榜"),
    "black": N_("黑榜"),
    "indicator": N_("指标"),
    "unit": N_("单位"),
}
STEPS = ("group", "indicator")  # pickers that a rotation goes through
SECONDS = (5, 600)  # of a rotation, at least and at most
USUAL = 15
LARGEST, LEAST = 30, 15  # pixels of a figure's text
ROOM = {"width": 1700, "height": 640}  # of a figure, until the window has said its own


def _script() -> str:
    """Our own script with the builder of lists.js in front of it, under the name `lists`."""
    builder = packed("lists.js").replace("export default function", "return function")
    return f"const lists = (() => {{\n{builder}\n}})()\n{packed('present_fit.js', 'present.js')}"


_ELEMENT = st.components.v2.component(
    "kpi_present",
    html='<div class="stage"></div>\n',
    css=packed("lists.css", "present.css"),
    js=_script(),
)


def asked(page: str) -> bool:
    """Whether the link asks for the large screen and this page has one. A phone leaves the mode,
    and says so; without any figures the page itself says what to do first.
    """
    st.session_state.present_page = page
    if st.query_params.get("present") != "1" or page not in PAGES:
        return False
    if not session.narrow() and shown.boards():
        return True
    if session.narrow():
        tables.note("info", _("会议模式需要较宽的屏幕，这里按普通页面显示。"))
    for name in OWN:
        st.query_params.pop(name, None)
    return False


def show(page: str) -> None:
    """The scene that the URL says: `scene` where it belongs to the page, else the page's own."""
    session.require(Right.READ)
    if wish := st.session_state.pop("present_wish", None):
        _go(wish)
    code = st.query_params.get("scene", page)
    code = code if code in SCENES and SCENES[code][0] == page else page
    st.query_params["scene"] = code
    st.html(_STYLE)
    said = stale()
    with st.container(key="present_pickers"):
        scene = SCENES[code][1]()
    st.session_state.stale = None
    st.session_state.present_turned = scene.turned
    got = _ELEMENT(
        data=_told(scene, code, said),
        key="present_stage",
        on_go_change=_act,
        on_room_change=lambda: None,
        height=1,
    )
    if scene.trend:
        with st.container(key="present_figure"):
            charts.draw(_fitted(scene.trend, got.room or ROOM), scene.headline, key="present_trend")


def rotation() -> int:
    """Seconds between two steps as the URL says; 0: none."""
    told = st.query_params.get("rotate", "")
    seconds = int(told) if told.isdecimal() and len(told) < 6 else 0
    return min(max(seconds, SECONDS[0]), SECONDS[1]) if seconds else 0


def _told(scene: Scene, code: str, said: list[str]) -> dict[str, Any]:
    return {
        "scene": code,
        "scenes": [[name, _(label)] for name, label in NAMES.items()],
        "head": [word for word in scene.head if word],
        "headline": scene.headline,
        "subtitle": scene.subtitle,
        "body": scene.body,
        "notes": [*said, *scene.notes],
        "foot": list(scene.foot),
        "mark": scene.mark,
        "stops": list(scene.stops),
        "at": scene.at,
        "groups": list(scene.groups),
        "group": scene.group,
        "rotate": rotation(),
        "usual": USUAL,
        "words": {
            "more": _("… 其余{n}个"),
            "previous": _("上一项"),
            "next": _("下一项"),
            "scene": _("换页"),
            "play": _("轮播"),
            "playing": _("轮播{n}秒"),
            "pause": _("暂停"),
            "full": _("全屏"),
            "leave": _("退出会议模式"),
            "away": _("连接已断开，正在重连。画面停在{time}，数据没有丢失。"),
        },
    }


def _fitted(drawn: Trend, room: Any) -> Any:
    """The figure at the largest text with which it stays within the height of its room."""
    size = LARGEST
    figure = trend(drawn, session.theme(), size=size)
    while figure.layout.height > room["height"] and size > LEAST:
        size = max(LEAST, min(size - 1, int(size * room["height"] / figure.layout.height)))
        figure = trend(drawn, session.theme(), size=size)
    return figure


def _act() -> None:
    """What the screen wants (a callback): another stop or group, a rhythm; another page needs the
    script, which asks for it next.
    """
    told = st.session_state.present_stage.go or {}
    if "stop" in told:
        pickers.turn(st.session_state.present_turned, str(told["stop"]))
    elif "group" in told:
        pickers.turn("group", str(told["group"]))
    elif "rotate" in told:
        st.query_params["rotate"] = str(told["rotate"])
    else:
        st.session_state.present_wish = told


def _go(wish: dict[str, Any]) -> None:
    """Open another scene or unit, or leave to the page in its usual form."""
    here = pickers.here()
    if "unit" in wish:
        here |= {"scene": "unit", "unit": str(wish["unit"])}
    elif "indicator" in wish:
        here |= {"scene": "indicator", "indicator": str(wish["indicator"])}
    elif wish.get("scene") in SCENES:
        here |= {"scene": str(wish["scene"])}
        if wish.get("first"):
            here = {key: text for key, text in here.items() if key not in STEPS}
            _afresh()
    else:
        page = SCENES.get(here.get("scene", ""), ("home",))[0]
        st.switch_page(f"{page}.py", query_params={k: v for k, v in here.items() if k not in OWN})
    st.switch_page(f"{SCENES[here['scene']][0]}.py", query_params=here)


def _afresh() -> None:
    """A rotation begins each scene at its first group and item."""
    for key in STEPS:
        for kept in (st.session_state.get("linked", {}), st.session_state.get("brought", {})):
            kept.pop(key, None)
        st.session_state.pop(f"{key}_{session.language()}", None)


_STYLE = """<style>
html:root { font-size: 18px; overflow: hidden; }
@media (min-width: 1200px) { html:root { font-size: 20px; } }
@media (min-width: 1600px) { html:root { font-size: 24px; } }
@media (min-width: 2400px) { html:root { font-size: 1.25vw; } }
[data-testid="stHeader"], .st-key-present_pickers, [data-testid="stToolbar"] {
  display: none !important; }
[data-testid="stMain"] { overflow: hidden; }
[data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none; }
[data-testid="stElementContainer"][data-stale] { opacity: 1 !important; transition: none; }
.st-key-present_figure { position: fixed; z-index: 1; left: var(--present-left, 3rem);
  top: var(--present-top, 12rem); width: var(--present-width, 90vw) !important;
  pointer-events: none; }
.stDialog { display: none; }
[data-testid="stAlert"] { position: fixed; z-index: 2; left: 2.5rem; bottom: 4rem; }
html.kpi-idle, html.kpi-idle * { cursor: none !important; }
</style>"""
