"""The declarative base and the column types all tables share."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from sqlalchemy import DateTime, Enum, ForeignKey, Identity, MetaData, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import DeclarativeBase, mapped_column

Key = Annotated[int, mapped_column(Identity(always=True), primary_key=True)]
Now = Annotated[datetime, mapped_column(server_default=func.now())]
Unit = Annotated[int, mapped_column(ForeignKey("unit.id"))]
MaybeUnit = Annotated[int | None, mapped_column(ForeignKey("unit.id"))]
Texts = Annotated[list[str], mapped_column(ARRAY(TEXT))]

#: A fact as JSON holds it: dates as ISO text, points as decimal text.
Fact = str | int | bool | None
Facts = Annotated[dict[str, Fact], mapped_column(JSONB)]

CONSTRAINT_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map: ClassVar = {
        str: Text,
        datetime: DateTime(timezone=True),
        # Stored by value, in a checked text column: a new member is one migration.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=_values,
        ),
    }


#: From the first to the last day, both included; open where there is no last day.
def during(since: str = "valid_from", until: str = "valid_to") -> str:
    return f"daterange({since}, {until}, '[]')"


FAR_FUTURE = date(9999, 12, 31)
