"""All tables of this release, made from the models, in a tenth of the time that the migrations take."""

from sqlalchemy import Engine, text

from workflow import schema
from workflow.models import Base


def make_tables(engine: Engine) -> None:
    """Have an empty database hold them, as of this release."""
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": schema.newest()})
