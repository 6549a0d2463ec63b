"""Pages about the quality of data inside Airflow's web server, in Thai, for whoever may see Airflow's own pages.

`/quality/` lists the findings and the months whose figures are stale; `/data-docs/` shows the results of the latest
audit, as files that lie in `CHUMCHON_DATA_DOCS` (else `data_docs` at home).
"""

import logging
import os
from pathlib import Path

import psycopg2
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse

from include import warehouse
from include.publishing import findings_page

PROJECT = Path(__file__).parent.parent
# A page of findings needs nothing but itself; results of an audit may show what rows said, and call nobody.
FINDINGS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'self'"
DOCS_POLICY = "default-src 'self' 'unsafe-inline' data:; connect-src 'none'; form-action 'none'; frame-ancestors 'self'"

log = logging.getLogger(__name__)


def guarded() -> FastAPI:
    """An application of which nobody sees anything who is not logged in: it has no pages of its own about itself."""
    return FastAPI(
        dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )


quality = guarded()
data_docs = guarded()


@quality.get("/", response_class=HTMLResponse)
def show_findings(request: Request) -> HTMLResponse:
    """The findings that the address asks for."""
    try:
        with warehouse.reading() as connection:
            shown = findings_page.page(connection, findings_page.Wanted.read(request.query_params))
    except (psycopg2.OperationalError, KeyError):
        log.exception("the warehouse cannot be asked")
        told = "ติดต่อคลังข้อมูลไม่ได้ในขณะนี้ โปรดลองใหม่ในอีกสักครู่ หากยังไม่ได้ โปรดแจ้งผู้ดูแลระบบ"
        return _page(findings_page.empty_page("คุณภาพข้อมูล", told), 503)
    return _page(shown)


@data_docs.get("/{path:path}", response_model=None)
def show_data_docs(path: str) -> HTMLResponse | FileResponse:
    """A file of the folder and of nowhere else; its own page where there is none yet."""
    folder = docs_folder()
    try:
        wanted = (folder / path).resolve()
        file = wanted / "index.html" if wanted.is_dir() else wanted
        found = file.resolve().is_relative_to(folder) and file.is_file()
    except (ValueError, OSError):  # no name of a file at all
        found = False
    if found:
        return FileResponse(file, headers=_headers(DOCS_POLICY))
    if not path:
        told = "ยังไม่มีผลให้แสดง ผลจะอยู่ที่นี่หลังจากระบบตรวจคุณภาพของเดือนใดเดือนหนึ่งเป็นครั้งแรก (grade_months)"
        return _page(findings_page.empty_page("ผลข้อตรวจคุณภาพรอบล่าสุด", told))
    raise HTTPException(404, "ไม่พบหน้านี้")


def docs_folder() -> Path:
    """Where the results of the latest audit lie."""
    home = Path(os.environ.get("CHUMCHON_HOME") or PROJECT / "var")
    return Path(os.environ.get("CHUMCHON_DATA_DOCS") or home / "data_docs").resolve()


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, headers=_headers(FINDINGS_POLICY))


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


APPS = [
    {"name": "คุณภาพข้อมูล", "app": quality, "url_prefix": "/quality"},
    {"name": "ผลข้อตรวจคุณภาพ", "app": data_docs, "url_prefix": "/data-docs"},
]
LINKS = [
    {"name": app["name"], "href": f"{app['url_prefix']}/", "destination": "nav", "nav_top_level": True} for app in APPS
]


class QualityPages(AirflowPlugin):
    """The pages, and where Airflow's navigation leads to them."""

    name = "quality_pages"
    fastapi_apps = APPS
    external_views = LINKS
