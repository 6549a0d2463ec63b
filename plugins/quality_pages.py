"""Pages about the quality of data inside Airflow's web server, in Thai, for whoever may see Airflow's own pages.

`/quality/` lists the findings and the months whose figures are stale; `/data-docs/` shows the results of the latest
audit, as files that lie in `CHUMCHON_DATA_DOCS` (else `data_docs` at home).

Every process of Airflow reads this module, each task's too: what only the web server needs is imported when it asks.
"""

import os
from pathlib import Path
from typing import Any

from airflow.plugins_manager import AirflowPlugin

from plugins import guarded

PROJECT = Path(__file__).parent.parent
# A page of findings needs nothing but itself and the scoreboard's fonts; results of an audit may show what rows said,
# and call nobody.
FINDINGS_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src data:; form-action 'self'; frame-ancestors 'self'"
)
DOCS_POLICY = "default-src 'self' 'unsafe-inline' data:; connect-src 'none'; form-action 'none'; frame-ancestors 'self'"


def show_findings(request: Any) -> Any:
    """The findings that the address asks for."""
    from include.publishing import findings_page

    wanted = findings_page.Wanted.read(request.query_params)
    return guarded.asked(
        lambda connection: _page(findings_page.page(connection, wanted)),
        lambda told: _page(findings_page.message("คุณภาพข้อมูล", told), 503),
    )


def show_data_docs(request: Any) -> Any:
    """A file of the folder and of nowhere else; a page of our own where there is none yet."""
    from fastapi.responses import FileResponse

    from include.publishing import findings_page

    path, folder = request.path_params["path"], docs_folder()
    try:
        wanted = (folder / path).resolve()
        file = (wanted / "index.html").resolve() if wanted.is_dir() else wanted
        found = file.is_relative_to(folder) and file.is_file()
    except (ValueError, OSError):  # no name of a file at all
        found = False
    if found:
        return FileResponse(file, headers=guarded.headers(DOCS_POLICY))
    title = "ผลข้อตรวจคุณภาพรอบล่าสุด"
    if path:
        return _page(findings_page.message(title, "ไม่พบหน้านี้"), 404)
    told = "ยังไม่มีผลให้แสดง ผลจะอยู่ที่นี่หลังจากระบบตรวจคุณภาพของเดือนใดเดือนหนึ่งเป็นครั้งแรก (grade_months)"
    return _page(findings_page.message(title, told))


def docs_folder() -> Path:
    """Where the results of the latest audit lie."""
    home = Path(os.environ.get("CHUMCHON_HOME") or PROJECT / "var")
    return Path(os.environ.get("CHUMCHON_DATA_DOCS") or home / "data_docs").resolve()


def _page(html: str, status: int = 200) -> Any:
    return guarded.page(html, FINDINGS_POLICY, status)


# Names as short as Airflow's navigation has room for.
APPS = [
    {"name": "ข้อสังเกต", "app": guarded.Guarded({"/": show_findings}), "url_prefix": "/quality"},
    {"name": "ผลตรวจ", "app": guarded.Guarded({"/{path:path}": show_data_docs}), "url_prefix": "/data-docs"},
]
LINKS = [
    {"name": app["name"], "href": f"{app['url_prefix']}/", "destination": "nav", "nav_top_level": True} for app in APPS
]


class QualityPages(AirflowPlugin):
    """The pages, and where Airflow's navigation leads to them."""

    name = "quality_pages"
    fastapi_apps = APPS
    external_views = LINKS
