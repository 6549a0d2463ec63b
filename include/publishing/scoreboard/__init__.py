"""The scoreboard: a page of a province's month, and one of each of its districts; published and inside Airflow.

site.py makes the files of a published revision, inside.py answers what Airflow's web server is asked; pages.py fills
the same templates for both. words.py says how results read, drawing.py draws, assets.py has what pages load besides.
"""
