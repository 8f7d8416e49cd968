"""The words sample names are put together from."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random

Lists = Mapping[str, list[str]]


@cache
def words() -> Mapping[str, Lists]:
    text = files("samples").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def full_name(luck: Random, *, woman: bool) -> str:
    """Put together a name that is nobody's."""
    people, sex = words()["people"], "female" if woman else "male"
    return " ".join(
        luck.choice(people[part])
        for part in ("family", f"middle_{sex}", f"given_{sex}")
    )


@cache
def householders() -> tuple[str, ...]:
    """Return a stock of names to draw hundreds of thousands of households from."""
    people = words()["people"]
    return tuple(
        f"{family} {middle} {given}"
        for family in people["family"]
        for sex in ("male", "female")
        for middle in people[f"middle_{sex}"][:5]
        for given in people[f"given_{sex}"]
    )
