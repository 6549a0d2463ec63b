"""How the whole is, inside Airflow's web server, for whoever may see Airflow's own pages.

`/health/` is for people, in Thai; `/health/status.json` for a monitor, which logs in or brings a token of Airflow's
API: 200 while nothing is critical, else 503.
"""

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from plugins import guarded

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; form-action 'none';"
    " frame-ancestors 'self'"
)


def show_page(request: Any) -> Any:
    """The page for people."""
    from include.publishing import findings_page, health_page

    return guarded.asked(
        lambda connection: guarded.page(health_page.page(connection), POLICY),
        lambda told: guarded.page(findings_page.message("สุขภาพของระบบ", told), POLICY, 503),
    )


def show_status(request: Any) -> Any:
    """The same for a monitor."""
    from include.publishing import health_page

    def ask(connection: Any) -> Any:
        worst, content = health_page.status(connection)
        return _json(content, 503 if worst == "critical" else 200)

    return guarded.asked(ask, lambda told: _json(health_page.unreachable(told), 503))


def _json(content: str, status: int) -> Any:
    from fastapi.responses import Response

    return Response(content, status, headers=guarded.headers(POLICY), media_type="application/json")


APP = guarded.Guarded({"/": show_page, "/status.json": show_status})


class HealthPages(AirflowPlugin):
    """The page, and where Airflow's navigation leads to it."""

    name = "health_pages"
    fastapi_apps = [{"name": "สุขภาพ", "app": APP, "url_prefix": "/health"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {"name": "สุขภาพ", "href": "/health/", "destination": "nav", "nav_top_level": True}
    ]
