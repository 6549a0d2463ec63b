"""A bar chart as a small SVG file: the same rows give the same bytes, and no program is needed to draw it."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from html import escape

MOST_BARS = 24

_WIDTH, _LABELS, _ROW, _FIGURE = 800, 330, 24, 70
_LONGEST_LABEL = 38
_STYLE = (
    "text{font:14px Sarabun,'Noto Sans Thai','Leelawadee UI',Thonburi,sans-serif;fill:#1c1c1c}"
    ".above{fill:#1d5fa8}.below{fill:#b42318}"
)


def drawn(title: str, bars: Sequence[tuple[str, Decimal]]) -> str:
    """Bars from the top down, each with its label and its figure; what is below zero goes to the left of it."""
    bars = bars[:MOST_BARS]
    highest = max([value for _, value in bars] + [Decimal(0)])
    lowest = min([value for _, value in bars] + [Decimal(0)])
    room = _WIDTH - _LABELS - _FIGURE * (2 if lowest < 0 else 1)
    scale = Decimal(room) / (highest - lowest or 1)
    zero = _LABELS + (_FIGURE if lowest < 0 else 0) - lowest * scale
    height = _ROW * len(bars) + 8
    said = " · ".join(f"{label} {figure(value)}" for label, value in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' role="img" aria-label="{escape(title)}: {escape(said)}">',
        f'<style>{_STYLE}</style><rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, (label, value) in enumerate(bars):
        top, end = 4 + number * _ROW, zero + value * scale
        line = top + 16
        side = "start" if value >= 0 else "end"
        lines.append(
            f'<text x="{_LABELS - 8}" y="{line}" text-anchor="end">{escape(_shortened(label))}</text>'
            f'<rect class="{"above" if value >= 0 else "below"}" x="{_place(min(zero, end))}" y="{top + 3}"'
            f' width="{_place(abs(end - zero))}" height="{_ROW - 6}"/>'
            f'<text x="{_place(end + (6 if value >= 0 else -6))}" y="{line}" text-anchor="{side}">'
            f"{figure(value)}</text>"
        )
    lines.append(f'<path d="M{_place(zero)} 0V{height}" stroke="#6b6b6b"/></svg>')
    return "\n".join(lines) + "\n"


def figure(value: Decimal) -> str:
    """A number without zeros behind it, its minus sign as it is printed."""
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def _place(value: Decimal) -> str:
    return f"{value:.1f}"


def _shortened(label: str) -> str:
    """A label as wide as there is room for; Thai vowels and tones above and below a letter take none."""
    width = 0
    for position, sign in enumerate(label):
        width += unicodedata.category(sign) != "Mn"
        if width > _LONGEST_LABEL:
            return label[:position].rstrip() + "…"
    return label
