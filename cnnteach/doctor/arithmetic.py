"""The kernel that multiplies NumPy's matrices, and whether it is the processor's best."""

from pathlib import Path

from cnnteach.doctor.finding import good, note

AVX512 = {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
WITHOUT_AVX512 = {"Haswell", "Zen", "Sandybridge", "Nehalem", "Core2", "Prescott", "Barcelona"}


def examine():
    """Yield a finding for each library of linear algebra that NumPy and SciPy have loaded."""
    try:
        import numpy  # noqa: F401  (loads its library)
        from threadpoolctl import threadpool_info
    except ImportError:
        return  # that they are not installed has been said
    libraries = [found for found in threadpool_info() if found["user_api"] == "blas"]
    yield from judge(libraries, processor_flags())


def judge(libraries, flags):
    """Yield findings about libraries as threadpoolctl describes them, on such a processor.

    Parameters
    ----------
    libraries : list of dict
    flags : set of str
        What the processor can do, as Linux names it.
    """
    for library in libraries:
        kernel = library.get("architecture") or "an unnamed kernel"
        sentence = (
            f"NumPy multiplies matrices with {library['internal_api']} {library['version']}: "
            f"{kernel}, threads: {library['num_threads']}."
        )
        slower = library["internal_api"] == "openblas" and kernel in WITHOUT_AVX512
        if slower and flags >= AVX512:
            yield note(
                sentence,
                "This processor has AVX-512, which that kernel does not use. Convolutions may "
                "become a third faster with\nOPENBLAS_CORETYPE=SkylakeX set before Python starts.",
            )
        else:
            yield good(sentence)


def processor_flags(path="/proc/cpuinfo"):
    """Return what the processor can do, as Linux names it; nothing on other systems.

    Examples
    --------
    >>> processor_flags("/no/such/file")
    set()
    """
    try:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return set()
    return next((set(line.split()) for line in lines if line.startswith("flags")), set())
