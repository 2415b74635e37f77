"""Let float32 be float32 on a graphics card too.

NVIDIA's cards since Ampere multiply float32 with 10 bits behind the point instead of 23 (TF32),
and TensorFlow, JAX and PyTorch let them. That is faster and learns as well, but a network's numbers
then differ in the fourth digit: terms do not add up to their sum, and a check does not find what a
right network computes. So it is switched off once Keras is imported. Who wants it back asks the
backend for it afterwards.

References
----------
`tf.config.experimental.enable_tensor_float_32_execution`, `jax.default_matmul_precision` and
`torch.backends.cudnn.allow_tf32` in the documentation of each.
"""

from cnnteach._around_import import afterwards


def keep() -> None:
    """Let Keras compute in full precision, whether it is imported already or will be."""
    afterwards("keras", _tell_the_backend)


def _tell_the_backend():
    import keras

    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_tensor_float_32_execution(False)
    elif backend == "jax":
        import jax

        jax.config.update("jax_default_matmul_precision", "highest")
    elif backend == "torch":
        import torch

        torch.backends.cudnn.allow_tf32 = (
            False  # of convolutions; matrices are never rounded unasked
        )
