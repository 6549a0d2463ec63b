"""Alembic's entry: numbered migrations in one transaction, then everything that is written anew each time.

The order is kept by the numbers; each migration is a .sql file of this folder, named by its module in `versions`.
"""

import psycopg2
from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from include import warehouse

admin_uri: str = context.config.attributes["admin_uri"]
engine = create_engine(
    "postgresql+psycopg2://",
    creator=lambda: psycopg2.connect(admin_uri, options="-c client_min_messages=warning"),
    poolclass=NullPool,
)

with engine.connect() as connection:
    connection.execute(text("select pg_advisory_lock(hashtext('chumchon migrate'))"))
    context.configure(connection=connection, version_table="migration", version_table_schema="ops")
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()

with warehouse.admin_connection(admin_uri) as connection:
    warehouse.write_repeatables(connection)
