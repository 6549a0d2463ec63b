"""The scoreboard inside Airflow's web server, in Thai, for whoever may see Airflow's own pages.

`/scoreboard/` shows a province's month, `/scoreboard/district/<code>` a district behind it: any edition that was
published, and what stands live. It reads as an analyst, and cannot write.
"""

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from plugins import guarded

# Style and script come from this server, as files; nothing stands in the page itself, and nothing is sent anywhere.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src data:; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def show_board(request: Any) -> Any:
    """The month that the address asks for."""
    from include.publishing.scoreboard import inside

    return guarded.asked(
        lambda connection: guarded.page(inside.board(connection, request.query_params), POLICY),
        lambda told: guarded.page(inside.message("กระดานผล", told), POLICY, 503),
    )


def show_district(request: Any) -> Any:
    """The district that the address asks for."""
    from include.publishing.scoreboard import inside

    def ask(connection: Any) -> Any:
        shown = inside.district(connection, request.path_params["code"], request.query_params)
        if shown is None:
            return guarded.page(inside.message("กระดานผล", "ไม่พบอำเภอนี้ในเดือนที่เลือก", "../"), POLICY, 404)
        return guarded.page(shown, POLICY)

    return guarded.asked(ask, lambda told: guarded.page(inside.message("กระดานผล", told, "../"), POLICY, 503))


def show_asset(request: Any) -> Any:
    """The style sheet, the fonts or the script."""
    from pathlib import PurePath

    from fastapi.responses import Response

    from include.publishing.scoreboard import assets, inside

    name = request.path_params["name"]
    content = assets.files().get(name)
    if content is None:
        return guarded.page(inside.message("กระดานผล", "ไม่พบหน้านี้", "../"), POLICY, 404)
    kept = guarded.headers(POLICY) | {"Cache-Control": "private, max-age=300"}
    return Response(content, media_type=assets.MEDIA_TYPES[PurePath(name).suffix], headers=kept)


APP = guarded.Guarded({"/": show_board, "/district/{code}": show_district, "/assets/{name}": show_asset})


class ScoreboardPages(AirflowPlugin):
    """The pages, and where Airflow's navigation leads to them."""

    name = "scoreboard_pages"
    fastapi_apps = [{"name": "กระดานผล", "app": APP, "url_prefix": "/scoreboard"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {"name": "กระดานผล", "href": "/scoreboard/", "destination": "nav", "nav_top_level": True}
    ]
