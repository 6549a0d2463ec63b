"""What is drawn: the trend of a district's months, and the districts by grade. Without styles of their own.

Colours come from the style sheet, by the position of a grade in its scale, and each is beside its letter.
"""

from decimal import Decimal

from markupsafe import Markup

from include.publishing import wording
from include.publishing.results.shapes import Month, PastMonth, Rules

COLOURS = 4  # those of the style sheet; lower grades are grey
_WIDTH, _TOP, _HEIGHT, _LETTERS = 85, 5, 14, 31


def colour(rules: Rules, grade: str | None) -> str:
    """The class of a grade's colour: g1 is the best of the scale."""
    order = [name for name, _ in rules.bands]
    position = order.index(grade) + 1 if grade in order else COLOURS + 1
    return f"g{min(position, COLOURS + 1)}"


def months_back(month: Month) -> int:
    """How many months the longest trend of a district reaches back, so that all are drawn alike."""
    return max((_back(district.trend[-1], district.trend[0]) for district in month.districts), default=0)


def trend(months: list[PastMonth], rules: Rules, reach: int) -> Markup:
    """A small line over the months, each a dot with its letter; a month that was not published breaks the line."""
    step = min(Decimal(_WIDTH) / max(reach, 1), Decimal(34))
    said, dots, line, before = [], [], "", None
    for month in months:
        back = _back(months[-1], month)
        x, y = wording.number(9 + _WIDTH - back * step, 1), _height(month.percent)
        line += f"{'L' if before == back + 1 else 'M'}{x} {y}"
        before = back
        dots.append(
            Markup('<circle class="{}" cx="{}" cy="{}" r="3"/><text x="{}" y="{}">{}</text>').format(
                colour(rules, month.grade), x, y, x, _LETTERS, month.grade
            )
        )
        said.append(f"{wording.short_month(month.period)} {month.grade}")
    return Markup('<svg class="trend" viewBox="0 0 {} 33" role="img" aria-label="{}"><path d="{}"/>{}</svg>').format(
        18 + _WIDTH, " · ".join(said), line, Markup("").join(dots)
    )


def grades(month: Month) -> Markup:
    """The districts by grade as one bar, as wide as they are many; the letters and counts stand beside it as text."""
    parts, x = [], Decimal(0)
    whole = max(len(month.districts), 1)
    for grade, count in month.grade_counts.items():
        width = (Decimal(100 * count) / whole).quantize(Decimal("0.001"))
        if count:
            parts.append(
                Markup('<rect class="{}" x="{}" width="{}" height="10"/>').format(colour(month.rules, grade), x, width)
            )
        x += width
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(Markup("").join(parts))


def _back(last: PastMonth, month: PastMonth) -> int:
    return (last.period.year - month.period.year) * 12 + last.period.month - month.period.month


def _height(percent: Decimal) -> str:
    """Where 0 to 100 lies, from the bottom up."""
    share = min(max(Decimal(percent), Decimal(0)), Decimal(100)) / 100
    return wording.number((_TOP + (1 - share) * _HEIGHT).quantize(Decimal("0.1")))
