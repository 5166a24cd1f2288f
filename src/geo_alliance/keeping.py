"""What is computed once for all readers of an atlas, and forgotten when its data folder has changed."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")
_clear: list[Callable[[], None]] = []


def keep(maxsize: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Keep the latest `maxsize` results of a function of an atlas, a layer or a catalogue, as `lru_cache` does.

    A result is kept with what it was asked for, and so holds on to its atlas until `forget` is called.
    """

    def decorate(function: Callable[_P, _T]) -> Callable[_P, _T]:
        kept = lru_cache(maxsize)(function)
        _clear.append(kept.cache_clear)
        return cast(Callable[_P, _T], kept)

    return decorate


def forget() -> None:
    """Forget the results of all functions that `keep` them."""
    for clear in _clear:
        clear()
