"""Are two maps alike? One number that does not mind how strong they are."""

import numpy as np


def rank_correlation(first, second):
    """Return Spearman's rank correlation of two maps' absolute values [1]_.

    Parameters
    ----------
    first, second : array_like of one shape

    Returns
    -------
    float
        1 where both put the pixels in the same order, 0 where they have nothing to do with each
        other. 0 too where one of them is the same everywhere.

    Raises
    ------
    ValueError
        If their shapes differ.

    References
    ----------
    .. [1] Adebayo et al., 2018, "Sanity checks for saliency maps", arXiv:1810.03292, section 3.

    Examples
    --------
    >>> round(rank_correlation([1, -2, 3], [10, -20, 90]), 6)
    1.0
    >>> round(rank_correlation([1, 2, 3], [3, 2, 1]), 6)
    -1.0
    """
    first, second = np.abs(first), np.abs(second)
    if first.shape != second.shape:
        raise ValueError(f"the maps have shapes {first.shape} and {second.shape}; they must agree")
    if not np.ptp(first) or not np.ptp(second):
        return 0.0
    from scipy.stats import rankdata

    return float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])
