"""What past jobs teach of how long one takes: without bias, and soon."""

from __future__ import annotations

from bot.worker.durations import LAST, LONGEST_MS, Durations


def done(known: Durations, job_id: int, seconds: float) -> None:
    known.answered(job_id, since=0.0, waited=seconds, is_done=True)


def test_a_rush_teaches_nothing_before_its_oldest_has_ended() -> None:
    """The first to end are its quickest, the last its slowest: each alone says something wrong."""
    known = Durations([12_000] * 5)
    for job_id in range(1, 6):
        known.taken(job_id, at=job_id)
    for job_id in range(2, 6):
        done(known, job_id, seconds=3.0)
    assert known.seconds() == [12.0] * 5
    done(known, 1, seconds=60.0)
    assert known.seconds() == [3.0] * 4 + [12.0] * 5 + [60.0]


def test_one_that_is_stuck_or_was_cancelled_keeps_the_others_out_no_longer() -> None:
    known = Durations([12_000] * 5)
    for job_id, at in ((1, 0), (2, 5), (3, 6), (4, LONGEST_MS + 2)):
        known.taken(job_id, at)
    done(known, 2, seconds=3.0)
    assert 3.0 in known.seconds(), "the first one is stuck"
    known.taken(5, LONGEST_MS + 3)
    done(known, 5, seconds=4.0)
    assert 4.0 not in known.seconds()
    for job_id in (3, 4):
        known.dropped(job_id)
    assert 4.0 in known.seconds()


def test_only_the_last_ones_count_by_when_they_were_taken() -> None:
    known = Durations([50_000] * 10)
    for job_id in range(1, LAST + 1):
        known.taken(job_id, at=job_id)
        done(known, job_id, seconds=10.0)
    assert known.seconds() == [10.0] * LAST


def test_a_job_that_was_done_long_before_it_was_asked_for_teaches_nothing() -> None:
    known = Durations([12_000] * 5)
    known.taken(1, at=1)
    known.answered(1, since=None, waited=4_000.0, is_done=True)
    known.taken(2, at=2)
    done(known, 2, seconds=9.0)
    assert known.seconds() == [9.0] + [12.0] * 5


def test_clocks_that_leapt_keep_no_job_from_its_pictures() -> None:
    """What ended at the moment at which it was taken, or before, is a step that would fail for each job of a model."""
    for past_ms in ([0] * 3, [-5_000, 0, 5_000], [-1_000] * 3):
        pace = Durations(past_ms).pace()
        assert pace is not None and 0 < pace.earliest <= pace.usual


def test_results_that_do_not_come_when_expected_say_that_higgsfield_is_slower() -> None:
    known = Durations([n * 1_000 for n in range(8, 18)])
    for job_id in range(1, 31):
        known.taken(job_id, at=job_id)
        known.answered(job_id, since=0.0, waited=14.0, is_done=False)
    assert known.slowness() > 5
    usual = Durations([n * 1_000 for n in range(8, 18)])
    for job_id in range(1, 31):
        usual.taken(job_id, at=job_id)
        usual.answered(job_id, since=0.0, waited=14.0, is_done=job_id % 3 > 0)
    assert usual.slowness() == 1
