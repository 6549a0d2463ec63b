"""What is shown of a month, read once for whoever shows it: pages, papers, workbooks.

`editions` says which editions of a month there are (published revisions, and what stands live), `figures.read` gives
the figures of one, `details` what lies behind them; shapes.py says what comes back. Reads `mart`, `snapshot` and `ops`
alone, so that the role `analyst` suffices. Nothing is computed here that the database knows.
"""
