"""The ways to compute a network here: on each device, by XLA or not, in fewer bits or not."""

from dataclasses import dataclass

from cnnteach.bench.contenders import Contender

BF16 = {"avx512_bf16", "amx_bf16"}  # a processor with one of them multiplies bfloat16 by itself
PLAIN, XLA, MIXED = "", " XLA", " mixed"


@dataclass(frozen=True)
class Way(Contender):
    """A contender of `bench --models`, in a process of its own that sees the cards."""

    implementation: str = "cnnteach.bench.networks.case:NetworkCase"
    library: bool = True
    cards: bool = True
    device: str = "cpu:0"  # as `keras.device` names it
    xla: bool = False
    policy: str = "float32"  # as `keras.config.set_dtype_policy` names it


def ways(found, flags=frozenset()):
    """List the ways to compute here, each device's plain one first.

    Parameters
    ----------
    found : dict
        What `cnnteach.doctor.probe` found: ``backend`` and ``devices``.
    flags : set of str
        What the processor can do, as Linux names it.

    Returns
    -------
    list of Way
        XLA is a choice with TensorFlow alone: JAX always compiles, PyTorch never does. Mixed
        precision is tried on cards, and on processors with instructions for bfloat16.

    Examples
    --------
    >>> cpu = {"kind": "CPU", "name": "CPU"}
    >>> [way.name for way in ways({"backend": "tensorflow", "devices": [cpu]}, {"amx_bf16"})]
    ['cpu:0', 'cpu:0 XLA', 'cpu:0 mixed']
    """
    listed, places = [], {}
    for device in found["devices"]:
        kind = device["kind"].lower()
        place = places[kind] = places.get(kind, -1) + 1
        listed += _of_device(found["backend"], f"{kind}:{place}", device["name"], flags)
    return listed


def _of_device(backend, device, name, flags):
    says, compiled = f"{name}, float32", backend == "jax"
    yield Way(device + PLAIN, f"{says}{', by XLA' * compiled}", device=device, xla=compiled)
    if backend == "tensorflow":
        yield Way(device + XLA, f"{says}, compiled by XLA", device=device, xla=True)
    on_cpu = device.startswith("cpu")
    if on_cpu and not flags & BF16:
        return
    policy = "mixed_bfloat16" if on_cpu else "mixed_float16"
    says = f"{name}, {policy.removeprefix('mixed_')} but for the weights"
    compiled = compiled or (backend == "tensorflow" and not on_cpu)
    yield Way(device + MIXED, says, device=device, xla=compiled, policy=policy)


def select(listed, names=()):
    """Return the ways of these names, or all; a device's name stands for all of its ways.

    Raises
    ------
    ValueError
        If there is no such way here.

    Examples
    --------
    >>> cpu = {"kind": "CPU", "name": "CPU"}
    >>> here = ways({"backend": "tensorflow", "devices": [cpu]})
    >>> [way.name for way in select(here, ["cpu:0 xla"])]
    ['cpu:0 XLA']
    """
    wanted = {name.lower() for name in names}
    there = {word for way in listed for word in (way.name.lower(), way.device)}
    if unknown := wanted - there:
        raise ValueError(
            f"there is no {', '.join(sorted(unknown))} here; there are "
            + ", ".join(way.name for way in listed)
        )
    return [way for way in listed if not wanted or {way.name.lower(), way.device} & wanted]
