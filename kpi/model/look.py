"""How red and black look: the only colours and marks (beside .streamlit/config.toml)."""

from dataclasses import dataclass
from typing import Literal

RED_MARK, BLACK_MARK = "▲", "▼"
ON, OFF = "■", "□"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours; contrast figures stand in the design of the screens."""

    name: Literal["light", "dark"]
    background: str
    paper: str
    red: str
    ink: str
    hatch: str
    middle: str
    text: str
    subtitle: str
    border: str
    target: str
    target_text: str
    action: str
    peer: str
    negative: str
    bump: str
    heat: tuple[str, ...]
    heat_text: tuple[str, ...]


LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    paper="#F5F1EA",
    red="#D0312D",
    ink="#22303C",
    hatch="#8894A0",
    middle="#B4BBC2",
    text="#22303C",
    subtitle="#66707A",
    border="#E3E6E9",
    target="#B7791F",
    target_text="#8F5E12",
    action="#1F4E79",
    peer="#2E5EAA",
    negative="#5B7F95",
    bump="#C9CED3",
    heat=("#D0312D", "#E2918C", "#F5F1EA", "#92989E", "#2E4053"),
    heat_text=("#FFFFFF", "#22303C", "#22303C", "#22303C", "#FFFFFF"),
)
DARK = Theme(
    name="dark",
    background="#12181F",
    paper="#1C242D",
    red="#FF6B5E",
    ink="#E8ECEF",
    hatch="#8894A0",
    middle="#6B7683",
    text="#E8ECEF",
    subtitle="#A3ADB7",
    border="#36424E",
    target="#E0A84A",
    target_text="#E0A84A",
    action="#7FB2E5",
    peer="#7FB2E5",
    negative="#8FB3C7",
    bump="#4A5661",
    heat=("#FF6B5E", "#944F4E", "#2A333D", "#7A838C", "#C9D3DC"),
    heat_text=("#12181F", "#FFFFFF", "#FFFFFF", "#12181F", "#12181F"),
)
THEMES = {"light": LIGHT, "dark": DARK}
OFFICIAL = "#E60012"  # the red head (发文机关标志) of a letter: the red of print, not the list's
ERROR_FILL, WARNING_FILL = "#F4B3AE", "#FCE2A6"  # behind a cell's own text, in a marked copy
FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
