from __future__ import annotations

import threading

from assistant.generation.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(failures=2, pause=30, clock=clock)
    for _ in range(2):
        assert breaker.admits()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row() -> None:
    clock = Clock()
    breaker = Breaker(failures=2, pause=30, clock=clock)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    clock.now = 29.9
    assert not breaker.admits()


def test_after_a_pause_one_try_decides() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30
    assert breaker.admits()
    assert not breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    clock.now = 59
    assert not breaker.admits()
    clock.now = 60
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
    assert breaker.admits()


def test_a_reader_who_leaves_decides_nothing() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30
    assert breaker.admits()
    breaker.left()
    assert breaker.admits()
    assert not breaker.admits()


def test_many_at_once_get_one_try() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 31
    together = threading.Barrier(16)
    admitted: list[bool] = []

    def knock() -> None:
        together.wait()
        admitted.append(breaker.admits())

    threads = [threading.Thread(target=knock) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(admitted) == [False] * 15 + [True]
