"""Whatever a plugin adds to Airflow's web server opens for nobody who is not logged in: every app, every address."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PLUGINS = sorted((Path(__file__).parents[2] / "plugins").glob("[!_]*.py"))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = {401, 403}
NOTHING_THERE = {404, 405}  # of what an application does not have at all
# Ways in which a plugin could answer outside its guarded applications.
UNGUARDED = ("flask_blueprints", "appbuilder_views", "appbuilder_menu_items", "fastapi_root_middlewares")


def plugins_of(path: Path) -> list[Any]:
    """The plugins of a module, as Airflow finds them."""
    from airflow.plugins_manager import AirflowPlugin

    specification = importlib.util.spec_from_file_location(f"plugin_{path.stem}", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, AirflowPlugin) and found is not AirflowPlugin
    ]


@pytest.fixture(scope="module")
def airflow() -> Iterator[None]:
    """Airflow's user management, as its own pages know it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "a secret of the tests alone " * 3)
        patch.setenv("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS", "analyst:viewer")
        from airflow.api_fastapi.app import create_auth_manager

        create_auth_manager()
        yield


def routes_of(application: Any) -> list[Any]:
    """Every route of an application, of one that is made when first asked too."""
    made = application if hasattr(application, "routes") else application._make()
    return list(made.routes)


def addresses(prefix: str, routes: list[Any]) -> set[str]:
    """An address of each route, with something in place of what it takes."""
    found = set()
    for route in routes:
        path = re.sub(r"\{[^}]*:path\}", "some/thing.html", getattr(route, "path", "/"))
        found.add(prefix + re.sub(r"\{[^}]*\}", "something", path))
    return found | {f"{prefix}/", f"{prefix}/../quality/", f"{prefix}/%2e%2e/"}


@pytest.mark.parametrize("path", PLUGINS, ids=lambda path: path.stem)
@pytest.mark.usefixtures("airflow")
def test_nobody_who_is_not_logged_in_gets_an_answer(path: Path) -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    asked = 0
    for plugin in plugins_of(path):
        for app in getattr(plugin, "fastapi_apps", []):
            server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
            server.mount(app["url_prefix"], app["app"])
            client = TestClient(server, raise_server_exceptions=False, follow_redirects=False)
            routes = routes_of(app["app"])
            answered = {getattr(route, "path", "") for route in routes if getattr(route, "methods", None)}
            assert answered, app["name"]
            for address in addresses(app["url_prefix"], routes):
                for method in METHODS:
                    for headers in ({}, {"Authorization": "Bearer forged"}, {"Cookie": "_token=forged"}):
                        status = client.request(method, address, headers=headers).status_code
                        there = method == "GET" and ".." not in address and "%2e" not in address
                        allowed = REFUSED if there else REFUSED | NOTHING_THERE
                        assert status in allowed, (method, address, status)
                        asked += 1
            for about in ("docs", "redoc", "openapi.json", "docs/oauth2-redirect"):
                assert client.get(f"{app['url_prefix']}/{about}").status_code in REFUSED | NOTHING_THERE
    assert asked or not any(getattr(plugin, "fastapi_apps", []) for plugin in plugins_of(path))


@pytest.mark.parametrize("path", PLUGINS, ids=lambda path: path.stem)
def test_no_plugin_answers_outside_its_guarded_applications(path: Path) -> None:
    for plugin in plugins_of(path):
        assert not any(getattr(plugin, name, None) for name in UNGUARDED)
