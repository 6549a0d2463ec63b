"""How our pages are served inside Airflow's web server: to nobody who is not logged in, and to be looked at alone.

Every process of Airflow reads this folder, each task's too: what only the web server needs is imported when it asks.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger(__name__)

UNREACHABLE = "ติดต่อคลังข้อมูลไม่ได้ในขณะนี้ โปรดลองใหม่ในอีกสักครู่ หากยังไม่ได้ โปรดแจ้งผู้ดูแลระบบ"


class Guarded:
    """A web application that opens for nobody who is not logged in, made when it is first asked."""

    def __init__(self, pages: Mapping[str, Callable[..., Any]]) -> None:
        self._pages = pages
        self._application: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers as ASGI has it."""
        if self._application is None:
            self._application = self._make()
        await self._application(scope, receive, send)

    def _make(self) -> Any:
        from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
        from airflow.api_fastapi.core_api.security import requires_access_view
        from fastapi import Depends, FastAPI

        # without pages about itself, which its guard would not cover
        application = FastAPI(
            dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
            docs_url=None,
            redoc_url=None,
            openapi_url=None,
        )
        for address, show in self._pages.items():
            application.add_api_route(address, _answer(show), response_model=None)
        return application


def _answer(show: Callable[..., Any]) -> Callable[..., Any]:
    from fastapi import Request

    def answer(request: Request) -> Any:
        return show(request)

    return answer


def asked(ask: Callable[[Any], Any], otherwise: Callable[[str], Any]) -> Any:
    """What a question to the warehouse gives, asked as a reader; `otherwise` is shown where it cannot be asked."""
    import psycopg2

    from include import warehouse

    try:
        with warehouse.reading() as connection:
            return ask(connection)
    except (psycopg2.OperationalError, KeyError):
        log.exception("the warehouse cannot be asked")
        return otherwise(UNREACHABLE)


def page(html: str, policy: str, status: int = 200) -> Any:
    """A page as its answer."""
    from fastapi.responses import HTMLResponse

    return HTMLResponse(html, status, headers=headers(policy))


def headers(policy: str) -> dict[str, str]:
    """What every answer carries: what its page may load, and that it is kept nowhere."""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
