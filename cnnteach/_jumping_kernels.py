"""Keep the gradient by a 1 x 1 kernel that jumps right, as in the shortcuts of a ResNet.

On a processor, TensorFlow hands it to oneDNN, which reads the image wrongly where the threads do
not share the batch evenly: the gradient is another number, and where there is AVX-512, memory is
written that belongs to others, so that Python ends, at once or later (TensorFlow 2.20 and 2.21). A
1 x 1 kernel that jumps reads every second or third pixel; so those are taken first, and then it
need not jump. Nothing is imported here that Python has not loaded at its start.
"""

from cnnteach._around_import import afterwards


def keep() -> None:
    """Let Keras do so on TensorFlow, whether it is imported already or will be."""
    afterwards("keras", _teach_keras)


def _teach_keras():
    import keras
    import numpy as np

    if keras.backend.backend() != "tensorflow":
        return
    from keras.src.backend.tensorflow import nn

    convolve = nn.conv

    def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
        sides = len(kernel.shape) - 2
        jumps = np.broadcast_to(strides, sides).tolist()
        if set(kernel.shape[:sides]) == {1} and set(jumps) != {1}:
            taken = tuple(slice(None, None, jump) for jump in jumps)
            first = (data_format or keras.config.image_data_format()) == "channels_first"
            inputs = inputs[(..., *taken)] if first else inputs[(..., *taken, slice(None))]
            strides = 1
        return convolve(inputs, kernel, strides, padding, data_format, dilation_rate)

    nn.conv = conv
