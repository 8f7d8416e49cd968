"""Reproducible chance: every purpose has its own seed, so none disturbs another."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def dice(*purpose: str) -> Random:
    return Random("/".join(purpose))  # noqa: S311 - samples must repeat, not surprise


def shuffled(items: Sequence[T], *purpose: str) -> list[T]:
    order = list(items)
    dice(*purpose).shuffle(order)
    return order


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split ``total`` by weight into whole parts that add up to it."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])
    for n in by_rest[: total - sum(parts)]:
        parts[n] += 1
    return parts


def apportion_within(
    total: int, weights: Sequence[float], limits: Sequence[int]
) -> list[int]:
    """Split ``total`` by weight, no part over its limit."""
    parts = [0] * len(limits)
    while total > 0:
        room = [n for n, limit in enumerate(limits) if parts[n] < limit]
        wanted = apportion(total, [weights[n] for n in room])
        for n, share in zip(room, wanted, strict=True):
            given = min(share, limits[n] - parts[n])
            parts[n] += given
            total -= given
    return parts
