import pytest
from sqlalchemy import inspect, text

from db import migrations, tables
from db.session import engine


@pytest.mark.usefixtures("database")
def test_the_history_leads_to_the_tables_we_declare():
    with engine().begin() as connection:
        migrations.differences(connection)


def test_brought_up_to_date_twice_nothing_changes(database):
    migrations.upgrade(database)

    with engine().connect() as connection:
        known = set(inspect(connection).get_table_names())
        versions = connection.scalar(text("SELECT count(*) FROM alembic_version"))
    assert known == set(tables.METADATA.tables) | {"alembic_version"}
    assert versions == 1
