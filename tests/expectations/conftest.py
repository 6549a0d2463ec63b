"""A database with small months built by the real models, and copies of it that a case may spoil."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from include import warehouse
from include.local.postgres import Cluster
from tests.expectations.months import EARLIER, ELSEWHERE, GIVEN, WAITING, build, freeze, land


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> Iterator[str]:
    """The name of a database with four built months, two of them published, only ever copied."""
    name = f"months_{uuid4().hex}"
    with _administration(cluster) as cursor:
        cursor.execute(f"create database {name} template warehouse")
        with warehouse.connect(_uri(cluster.warehouse_uri, name)) as connection:
            land(connection, EARLIER)
            land(connection, GIVEN)
            land(connection, ELSEWHERE)
            land(connection, WAITING, missing_sources=("app_downloads",))
            for given in (EARLIER, GIVEN, ELSEWHERE, WAITING):
                build(connection, given)
            for given in (GIVEN, ELSEWHERE):
                freeze(connection, given)
        yield name
        cursor.execute(f"drop database {name} with (force)")


@pytest.fixture
def months(cluster: Cluster, template: str) -> Iterator[str]:
    """The URI of a copy of the built months, that a case may spoil."""
    name = f"test_{uuid4().hex}"
    with _administration(cluster) as cursor:
        cursor.execute(f"create database {name} template {template}")
        yield _uri(cluster.warehouse_uri, name)
        cursor.execute(f"drop database {name} with (force)")


@pytest.fixture
def superuser(cluster: Cluster, months: str) -> str:
    """The URI of the same copy for a superuser whom no trigger and no foreign key holds back."""
    assert cluster.admin_uri
    return f"{_uri(cluster.admin_uri, months.rsplit('/', 1)[1])}?options=-csession_replication_role%3Dreplica"


@contextmanager
def _administration(cluster: Cluster) -> Iterator[Any]:
    assert cluster.admin_uri
    with closing(psycopg2.connect(_uri(cluster.admin_uri, "postgres"))) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        yield cursor


def _uri(uri: str, name: str) -> str:
    return f"{uri.rsplit('/', 1)[0]}/{name}"
