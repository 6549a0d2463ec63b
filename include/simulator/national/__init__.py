"""The whole country as a made-up landing zone: a national programme, each province's own order, a month of everything.

`programme.yaml` is what is ordered and what provinces may order otherwise; rulebooks are written beside the landing
zone, never among the project's own.
"""

from include.simulator.national.country import Country, country
from include.simulator.national.rulebooks import write_rulebooks

__all__ = ["Country", "country", "write_rulebooks"]
