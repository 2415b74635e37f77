"""Too large a learning rate, seen to diverge; too small a one, seen to stand still."""

import numpy as np

from cnnteach.training.diagnostics.finding import Finding, said
from cnnteach.training.diagnostics.trials import trial

RATES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0)


def learning_rate_sweep(model, data, *, rates=RATES, steps=40, batch_size=64, seed=0, **options):
    """Train from the same weights with each learning rate, and see what becomes of the loss.

    "Training diverges: learning rate may be too large" [1]_. Each rate takes the same batches.

    Parameters
    ----------
    model : keras.Model
        It gets its weights back afterwards.
    data : (ndarray, ndarray)
        As for `cnnteach.training.fit`.
    rates : sequence of float
    steps : int
        For each rate.
    batch_size, seed : int
    **options
        Such as `momentum` or `optimizer`, for `fit`.

    Returns
    -------
    Finding
        With `rates`, `losses` (rates, steps; NaN after a loss that was not finite), `first` and
        `last` loss, `diverged` (rates,) and `best`, the rate with the smallest last loss, or None.

    References
    ----------
    .. [1] Lecture deck 003, slide 22, "Debugging".

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    >>> x = np.random.default_rng(0).normal(size=(256, 2))
    >>> finding = learning_rate_sweep(model, (x, x[:, 0] > 0), rates=(0.001, 0.1), steps=20)
    >>> finding["best"], finding["losses"].shape
    (0.1, (2, 20))
    """
    rates = sorted(float(rate) for rate in rates)
    count = min(len(data[0]), steps * batch_size)
    epochs = -(-steps // max(count // min(batch_size, count), 1))
    losses = np.full((len(rates), steps), np.nan, np.float32)
    for index, rate in enumerate(rates):
        recording = trial(
            model,
            data,
            epochs=epochs,
            batch_size=batch_size,
            learning_rate=rate,
            seed=seed,
            callbacks=(lambda moment: "stop" if moment.recording.steps >= steps else None,),
            **options,
        )
        losses[index, : recording.steps] = recording.loss[:steps]
    return _judged(np.array(rates), losses)


def _judged(rates, losses):
    recent = max(losses.shape[1] // 10, 1)
    first, last = losses[:, 0], losses[:, -recent:].mean(axis=1)
    diverged = ~np.isfinite(last) | (last > 1.5 * first)
    falling = ~diverged & (last < first)
    best = float(rates[falling][last[falling].argmin()]) if falling.any() else None
    values = {"rates": rates, "losses": losses, "first": first, "last": last}
    values |= {"diverged": diverged, "best": best}
    return Finding(best is not None, _sentence(rates, first, last, diverged, best), values)


def _sentence(rates, first, last, diverged, best):
    words = []
    if diverged.any():
        rate = rates[diverged][0]
        reached = last[diverged][0]
        end = f"to {reached:.3g}" if np.isfinite(reached) else "to what is no number any more"
        words.append(
            f"with a learning rate of {rate:g} the loss diverges: from {first[0]:.3g} {end}"
        )
    if best is None:
        words.append(f"with none of the rates does it fall; try less than {rates[0]:g}")
    else:
        least = last[rates == best][0]
        words.append(f"with {best:g} it falls farthest, to {least:.3g}")
    still = ~diverged & (last > 0.98 * first) & (rates < (best or 0))
    if still.any():
        words.append(f"with {rates[still].max():g} it hardly moves")
    return said("; ".join(words))
