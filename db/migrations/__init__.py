"""The schema's history, and the one way to bring a database up to date."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

#: Two processes that start at once wait for each other here.
LOCK = 240819


def upgrade(url: str) -> None:
    """Bring the database at ``url`` to the newest schema. Twice changes nothing."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()


def differences(connection: Connection) -> None:
    """Raise when the tables in Python and those of the history differ."""
    command.check(_config(connection))


def _config(connection: Connection) -> Config:
    config = Config()
    with as_file(files("db.migrations")) as folder:
        config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config
