"""Two files of one learner become one: of each exercise the better result, and the earlier."""

from cnnteach.exercises.progress_file import Kept, Record


def merge(kept: Kept, other: Kept) -> None:
    """Add to what is `kept` what another file of the same learner holds.

    Of each exercise the most points, the earliest pass and the most attempts are kept. Attempts are
    not added up, so a file may be merged twice; nor does it matter which of two comes first.

    Examples
    --------
    >>> kept = Kept({"sobel": Record(points=2, attempts=3, passed_on="2026-02-03T10:00:00")})
    >>> merge(kept, Kept({"sobel": Record(points=2, attempts=1, passed_on="2026-01-02T10:00:00")}))
    >>> kept.exercises["sobel"].passed_on, kept.exercises["sobel"].attempts
    ('2026-01-02T10:00:00', 3)
    """
    for name, record in other.exercises.items():
        kept.exercises[name] = _better(kept.exercises.get(name, Record()), record)
    for widget, counts in other.predictions.items():
        before = kept.predictions.get(widget, (0, 0))
        kept.predictions[widget] = max(before, counts, key=lambda pair: pair[::-1])


def _better(one: Record, other: Record) -> Record:
    dates = [date for date in (one.passed_on, other.passed_on) if date]
    busier = max(one, other, key=lambda record: (record.attempts, record.last, record.notebook))
    return Record(
        notebook=busier.notebook or one.notebook or other.notebook,
        points=max(one.points, other.points),
        attempts=busier.attempts,
        passed_on=min(dates, default=None),
        last=busier.last,
    )
