"""Charts of what was measured, as small SVG files: bars of parts, and bars that should end before a line."""

from collections.abc import Sequence
from html import escape

_WIDTH, _LABELS, _ROW, _FIGURE = 800, 210, 26, 90
_COLOURS = ("#1d5fa8", "#00704d", "#c98a2b", "#8a8a8a", "#b42318", "#6f4aa8", "#2b9cb5", "#5c6b1f")
_STYLE = (
    "text{font:14px Sarabun,'Noto Sans Thai','Leelawadee UI',Thonburi,sans-serif;fill:#1c1c1c}"
    ".over{paint-order:stroke;stroke:#fff;stroke-width:4px}"
)


def stacked(title: str, parts: Sequence[str], bars: Sequence[tuple[str, Sequence[float]]], unit: str = "s") -> str:
    """Bars from the top down, each of its parts in the same order and colours, with its sum; a legend above."""
    highest = max((sum(values) for _, values in bars), default=0) or 1
    scale = (_WIDTH - _LABELS - _FIGURE) / highest
    top = 30
    height = top + _ROW * len(bars) + 8
    said = "; ".join(
        f"{label}: " + ", ".join(f"{part} {value:.1f} {unit}" for part, value in zip(parts, values, strict=True))
        for label, values in bars
    )
    lines = _head(title, said, height)
    left = float(_LABELS)
    for part, colour in zip(parts, _COLOURS, strict=False):
        lines.append(
            f'<rect x="{left:.1f}" y="9" width="12" height="12" fill="{colour}"/>'
            f'<text x="{left + 17:.1f}" y="20">{escape(part)}</text>'
        )
        left += 34 + 7.6 * len(part)
    for number, (label, values) in enumerate(bars):
        y, x = top + number * _ROW, float(_LABELS)
        lines.append(f'<text x="{_LABELS - 8}" y="{y + 17}" text-anchor="end">{escape(label)}</text>')
        for value, colour in zip(values, _COLOURS, strict=False):
            width = max(value, 0) * scale
            lines.append(f'<rect x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="{_ROW - 6}" fill="{colour}"/>')
            x += width
        lines.append(f'<text x="{x + 6:.1f}" y="{y + 17}">{sum(values):.1f} {escape(unit)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def shares(title: str, bars: Sequence[tuple[str, float, str]]) -> str:
    """What was measured as a share of what is allowed: bars with their figure, and a line at all that is allowed.

    A bar that is longer than twice the line is cut, and says so.
    """
    limit = (_WIDTH - _LABELS - _FIGURE) / 2
    height = _ROW * len(bars) + 8
    lines = _head(title, "; ".join(f"{label}: {figure}" for label, _, figure in bars), height)
    line = _LABELS + limit
    lines.append(f'<path d="M{line:.1f} 0V{height}" stroke="#1c1c1c" stroke-dasharray="4 3"/>')
    for number, (label, share, figure) in enumerate(bars):
        y, width = 4 + number * _ROW, min(share, 2.0) * limit
        colour = _COLOURS[0] if share <= 1 else _COLOURS[4]
        lines.append(
            f'<text x="{_LABELS - 8}" y="{y + 17}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{_LABELS}" y="{y + 3}" width="{width:.1f}" height="{_ROW - 6}" fill="{colour}"/>'
            f'<text class="over" x="{_LABELS + width + 6:.1f}" y="{y + 17}">'
            f"{'… ' if share > 2 else ''}{escape(figure)}</text>"
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _head(title: str, said: str, height: int) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' role="img" aria-label="{escape(title)}: {escape(said)}">',
        f'<style>{_STYLE}</style><rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
