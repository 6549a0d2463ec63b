"""`python -m benchmarks.quality` measures in a scratch database of the embedded server, and writes docs/quality.md."""

from benchmarks.quality.page import PAGE, page
from benchmarks.quality.planted import measure
from benchmarks.scratch import scratch_office


def main() -> None:
    """Measures and writes docs/quality.md."""
    with scratch_office() as folder:
        PAGE.write_text(page(measure(folder)))
    print(f"{PAGE.relative_to(PAGE.parent.parent)} is written.")


if __name__ == "__main__":
    main()
