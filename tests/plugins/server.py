"""A web server with the pages of our plugins behind the guard of Airflow's own, and somebody who may only look."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest


@contextmanager
def airflow() -> Iterator[Any]:
    """Airflow's user management with a viewer, as its own pages know it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "a secret of the tests alone " * 3)
        patch.setenv("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS", "analyst:viewer")
        from airflow.api_fastapi.app import create_auth_manager
        from airflow.models.revoked_token import RevokedToken

        # the one question of a login that Airflow's own database answers
        patch.setattr(RevokedToken, "is_revoked", lambda *_, **__: False)
        yield create_auth_manager()


def viewer(users: Any) -> dict[str, str]:
    """The headers of somebody logged in who may only look."""
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = users.generate_jwt(SimpleAuthManagerUser(username="analyst", role="viewer"))
    return {"Authorization": f"Bearer {token}"}


def application() -> Any:
    """The pages of all plugins, where Airflow has them."""
    from fastapi import FastAPI

    from plugins.health_pages import HealthPages
    from plugins.quality_pages import QualityPages
    from plugins.scoreboard_pages import ScoreboardPages

    server = FastAPI()
    for app in (*QualityPages.fastapi_apps, *ScoreboardPages.fastapi_apps, *HealthPages.fastapi_apps):
        server.mount(str(app["url_prefix"]), cast(Any, app["app"]))
    return server
