"""The workbook a district fills in: made from the rulebook, and from the headings by which the loaders read it.

`asked` gets what a province asks of its districts in a month, `fields` which columns a sheet has, `workbook` writes.
"""
