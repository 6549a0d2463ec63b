"""Pages about the quality of data inside Airflow's web server, in Thai, for whoever may see Airflow's own pages.

`/quality/` lists the findings and the months whose figures are stale; `/data-docs/` shows the results of the latest
audit, as files that lie in `CHUMCHON_DATA_DOCS` (else `data_docs` at home).

Every process of Airflow reads this module, each task's too: what only the web server needs is imported when it asks.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from airflow.plugins_manager import AirflowPlugin

PROJECT = Path(__file__).parent.parent
# A page of findings needs nothing but itself; results of an audit may show what rows said, and call nobody.
FINDINGS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'self'"
DOCS_POLICY = "default-src 'self' 'unsafe-inline' data:; connect-src 'none'; form-action 'none'; frame-ancestors 'self'"

log = logging.getLogger(__name__)


class Guarded:
    """A web application that opens for nobody who is not logged in, made when it is first asked."""

    def __init__(self, address: str, show: Callable[..., Any]) -> None:
        self._address, self._show = address, show
        self._application: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers as ASGI has it."""
        if self._application is None:
            self._application = self._make()
        await self._application(scope, receive, send)

    def _make(self) -> Any:
        from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
        from airflow.api_fastapi.core_api.security import requires_access_view
        from fastapi import Depends, FastAPI, Request

        # without pages about itself, which its guard would not cover
        application = FastAPI(
            dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
            docs_url=None,
            redoc_url=None,
            openapi_url=None,
        )

        def answer(request: Request) -> Any:
            return self._show(request)

        application.add_api_route(self._address, answer, response_model=None)
        return application


def show_findings(request: Any) -> Any:
    """The findings that the address asks for."""
    import psycopg2

    from include import warehouse
    from include.publishing import findings_page

    try:
        with warehouse.reading() as connection:
            shown = findings_page.page(connection, findings_page.Wanted.read(request.query_params))
    except (psycopg2.OperationalError, KeyError):
        log.exception("the warehouse cannot be asked")
        told = "ติดต่อคลังข้อมูลไม่ได้ในขณะนี้ โปรดลองใหม่ในอีกสักครู่ หากยังไม่ได้ โปรดแจ้งผู้ดูแลระบบ"
        return _page(findings_page.message("คุณภาพข้อมูล", told), 503)
    return _page(shown)


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
        return FileResponse(file, headers=_headers(DOCS_POLICY))
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
    from fastapi.responses import HTMLResponse

    return HTMLResponse(html, status, headers=_headers(FINDINGS_POLICY))


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


# Names as short as Airflow's navigation has room for.
APPS = [
    {"name": "ข้อสังเกต", "app": Guarded("/", show_findings), "url_prefix": "/quality"},
    {"name": "ผลตรวจ", "app": Guarded("/{path:path}", show_data_docs), "url_prefix": "/data-docs"},
]
LINKS = [
    {"name": app["name"], "href": f"{app['url_prefix']}/", "destination": "nav", "nav_top_level": True} for app in APPS
]


class QualityPages(AirflowPlugin):
    """The pages, and where Airflow's navigation leads to them."""

    name = "quality_pages"
    fastapi_apps = APPS
    external_views = LINKS
