"""Ask Keras's backend what it sees; run in a process of its own, which may be killed by it.

``python -m cnnteach.doctor.probe`` prints one line of JSON as its last.
"""

import json


def probe():
    """Return what the backend that Keras has chosen says of itself.

    Returns
    -------
    dict
        ``keras``, ``backend``, ``version``; ``devices``, a list of ``{"kind", "name", "free"}``
        with the free memory in bytes where the backend tells it; ``cuda``, whether it was built
        for NVIDIA cards.
    """
    import keras

    name = keras.backend.backend()
    found = {"keras": keras.__version__, "backend": name, "devices": [], "cuda": None}
    found |= {"tensorflow": _tensorflow, "torch": _torch, "jax": _jax}.get(name, dict)()
    eye = keras.ops.eye(3)
    found["computes"] = float(keras.ops.sum(keras.ops.matmul(eye, eye))) == 3.0
    return found


def _tensorflow():
    import tensorflow as tf

    devices = []
    for device in tf.config.list_physical_devices():
        details = tf.config.experimental.get_device_details(device)
        name = details.get("device_name", device.name.removeprefix("/physical_device:"))
        devices.append({"kind": device.device_type, "name": name})
    cuda = tf.test.is_built_with_cuda()
    return {"version": tf.__version__, "devices": devices, "cuda": cuda}


def _torch():
    import torch

    devices = [{"kind": "CPU", "name": "CPU"}]
    for place in range(torch.cuda.device_count()):
        free, _total = torch.cuda.mem_get_info(place)
        name = torch.cuda.get_device_name(place)
        devices.append({"kind": "GPU", "name": name, "free": free})
    if torch.backends.mps.is_available():
        devices.append({"kind": "GPU", "name": "Apple's, through Metal"})
    return {
        "version": torch.__version__,
        "devices": devices,
        "cuda": torch.version.cuda is not None,
    }


def _jax():
    import jax

    devices = [{"kind": d.platform.upper(), "name": d.device_kind} for d in jax.devices()]
    return {"version": jax.__version__, "devices": devices}


if __name__ == "__main__":
    print(json.dumps(probe()))
