"""A net for CIFAR-10 in the manner of ZFNet [1]_: large kernels first, to be looked at.

======  ========================================  ========  ==========
layer   what it is                                shape     parameters
======  ========================================  ========  ==========
centre  each colour less its mean, over its       32x32x3   0
        standard deviation, of CIFAR-10
conv1   convolution 7 x 7, pad 3; bn1; ReLU       32x32x48  7,056
pool1   max pooling 3 x 3, / 2                    16x16x48  0
conv2   convolution 3 x 3, pad 1; bn2; ReLU       16x16x64  27,648
pool2   max pooling 3 x 3, / 2                    8x8x64    0
conv3   convolution 3 x 3, pad 1; bn3; ReLU       8x8x128   73,728
conv4   convolution 3 x 3, pad 1; bn4; ReLU       8x8x128   147,456
pool4   max pooling 3 x 3, / 2                    4x4x128   0
conv5   convolution 3 x 3, pad 1; bn5; ReLU       4x4x128   147,456
mean    average of each map                       128       0
scores  dense, then softmax                       10        1,290
======  ========================================  ========  ==========

405,626 parameters are learned: 404,634 as above and 992 in the batch normalisations, which also
keep 992 averages.

Departures from ZFNet
---------------------
- CIFAR-10's images are 32 x 32 pixels [2]_: fewer layers, strides of 1 in the convolutions.
- Batch normalisation [3]_ takes the place of the response normalisation and of the biases.
- The average of each map takes the place of the three dense layers [4]_.

References
----------
.. [1] Zeiler & Fergus, 2014, "Visualizing and understanding convolutional networks", ECCV,
       arXiv:1311.2901, figure 3.
.. [2] Krizhevsky, 2009, "Learning multiple layers of features from tiny images", chapter 3.
.. [3] Ioffe & Szegedy, 2015, "Batch normalization", arXiv:1502.03167.
.. [4] Lin, Chen & Yan, 2014, "Network in network", arXiv:1312.4400, section 3.2.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import plan

MEAN = (0.4914, 0.4822, 0.4465)  # of the 50,000 training images' red, green and blue, 0 to 1
DEVIATION = (0.2470, 0.2435, 0.2616)
FULL = {"input_shape": (32, 32, 3), "classes": 10, "filters": (48, 64, 128, 128, 128)}
TEACHING = {"input_shape": (32, 32, 3), "classes": 10, "filters": (16, 16, 32, 32, 32)}
KERNELS = (7, 3, 3, 3, 3)
POOLED = (1, 2, 4)


def zfnet_cifar(*, size="full", input_shape=None, classes=None, seed=None):
    """Build the net for CIFAR-10; see the module for its layers.

    Returns
    -------
    keras.Model
        Images (N, 32, 32, 3) of 0 to 1 to probabilities (N, 10).

    Examples
    --------
    >>> model = zfnet_cifar(seed=0)
    >>> model.count_params(), sum(w.shape.num_elements() for w in model.trainable_weights)
    (406618, 405626)
    """
    net = plan(size, FULL, TEACHING, smallest=8, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = _centred(image)
    for index, (filters, kernel) in enumerate(zip(net.filters, KERNELS, strict=True), start=1):
        options = {"padding": "same", "use_bias": False, "kernel_initializer": draws.he()}
        x = layers.Conv2D(filters, kernel, name=f"conv{index}", **options)(x)
        x = layers.BatchNormalization(momentum=0.9, name=f"bn{index}")(x)
        x = layers.ReLU(name=f"relu{index}")(x)
        if index in POOLED:
            x = layers.MaxPooling2D(3, 2, padding="same", name=f"pool{index}")(x)
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))


def _centred(image):
    """Subtract means and divide by deviations; images that are not in colour stay as they are."""
    if image.shape[-1] != len(MEAN):
        return image
    variances = [deviation**2 for deviation in DEVIATION]
    return layers.Normalization(mean=MEAN, variance=variances, name="centre")(image)
