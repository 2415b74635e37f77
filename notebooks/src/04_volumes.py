# %% [markdown]
# # 04 · Volumes
#
# **When you are through this page, you can**
#
# - say what a layer makes of a volume: 32 × 32 × 3 into 28 × 28 × 6,
# - take one unit apart into what each channel contributes,
# - stack maps into the input of the next layer, and say how deep its filters are,
# - say what a 1 × 1 convolution is good for,
# - apply a layer to a whole batch, and write it as one product of two matrices.
#
# **Time:** 30 minutes to read and play, 39 for the exercises ·
# **Follows:** lecture 000 "We stack these up to get a 'new image'", 001 "3D Activations", 004
# "Depth column", "How to compute the output volume" and "1x1 convolutions"

# %% [markdown]
# ## A filter is as deep as its input
#
# Lecture 001 draws the **activations** of a network, the numbers that its layers give, as boxes:
# height, width, and a third number, the **depth**. A small colour image is 32 × 32 × 3.
# **Predict:** a filter of 5 × 5 slides over it. How many weights has it?

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.volumes import volumes

captioned(
    volumes((32, 32, 3), (28, 28, 1), between=("1 filter, 5×5×3",), window=(5, 5)),
    caption="The window goes through the full depth, and gives one number for each place.",
    alt="A box of 32 by 32 by 3 with a window in it; an arrow to a flat sheet of 28 by 28.",
)

# %% [markdown]
# 75, and one bias: "filters always extend the full depth of the input volume". What it gives is
# one number for each place, so its map is flat: 28 × 28 × 1.
#
# Let us work one of these numbers out, channel by channel.

# %%
import numpy as np

from cnnteach.datasets import patches

photos = patches().train[0].astype(int)
image = photos[0]
w = np.random.default_rng(0).integers(-2, 3, (5, 5, 3, 6))
window = image[10:15, 12:17]
image.shape, window.shape, w[..., 0].shape

# %% [markdown]
# **Predict:** the products of the red channel add up to one number, those of green and of blue to
# two others. What becomes of the three?

# %%
from cnnteach import ops

by_channel = (window * w[..., 0]).sum(axis=(0, 1))
y = ops.conv2d(image[None], w)
by_channel, int(by_channel.sum()), int(y[0, 10, 12, 0])

# %% [markdown]
# They are added up: "sum over 3 axes", as lecture 001 has it. The colours do not stay apart.
# Whoever wants to keep them apart needs more filters.
#
# ## Six filters, six maps
#
# "If we had 6 5x5 filters, we'll get 6 separate activation maps. We stack these up to get a 'new
# image' of size 28x28x6!" (lecture 000). An activation map is what we call a feature map, or
# just a map.

# %%
captioned(
    volumes((32, 32, 3), (28, 28, 6), between=("6 filters, 5×5×3",), window=(5, 5)),
    caption="One map for each filter; all units at one place form a depth column.",
    alt="A box of 32 by 32 by 3, an arrow, and a box of 28 by 28 by 6 with one column marked.",
)

# %%
y.shape, y[0, 10, 12]

# %% [markdown]
# The six numbers at one place are a **depth column**: six units that look at the same window, each
# with weights of its own (lecture 004 calls it a fibre). **Predict:** what do the units of one
# *map* have in common?
#
# Their weights: a map is one filter, used at every place.
#
# **Play:** walk over the maps with the arrow keys, and change the filter with Page Up and Page
# Down. Then unravel the cubes, as lecture 001 does: "show each layer separately". Type a weight:
# which map changes, and where?

# %%
from cnnteach.widgets import VolumeExplorer

VolumeExplorer(filters=6, kernel=5, selected=(10, 12))

# %% [markdown]
# One map, and everywhere in it. The other five do not know about it.

# %% exercise="output_volume"

# %% check="output_volume"

# %% [markdown]
# ## The maps are the next input
#
# Now a second layer looks at the 28 × 28 × 6. (Between two layers stands a **ReLU**, which puts 0
# where a number is negative; notebook 07 says what for.) **Predict:** its filters are 5 × 5, too.
# How deep are they: 1, 3, or 6?

# %%
w2 = np.random.default_rng(1).integers(-2, 3, (5, 5, 6, 10))
maps = ops.relu(y)
ops.conv2d(maps, w2).shape

# %%
captioned(
    volumes((32, 32, 3), (28, 28, 6), (24, 24, 10), between=("6 × 5×5×3", "10 × 5×5×6")),
    caption="Each volume is the input of the next layer, whose filters are as deep as it.",
    alt="Three boxes: 32 by 32 by 3, 28 by 28 by 6, and 24 by 24 by 10, with arrows between.",
)

# %% [markdown]
# Six deep. A filter of the second layer never sees red, green or blue: it sees what the six
# filters of the first layer found, and combines it. A filter that is 3 deep does not fit, and says
# so:

# %%
try:
    ops.conv2d(maps, w)
except ValueError as error:
    print(error)

# %% [markdown]
# ## One by one
#
# "Such convolutions capture interactions of input channels in one 'pixel' of feature map" (lecture
# 004). A filter of 1 × 1 has no neighbours. **Predict:** what is left of a convolution then?

# %%
pointwise = np.random.default_rng(2).integers(-2, 3, (1, 1, 6, 4))
as_layer = ops.conv2d(maps, pointwise)
as_matrix = maps @ pointwise[0, 0]
as_layer.shape, np.array_equal(as_layer, as_matrix)

# %% [markdown]
# A matrix product: every depth column, 6 numbers, meets the same 6 × 4 matrix, and 6 maps become 4.
# That is how deep networks get rid of depth where it costs too much. Little is lost, since many
# maps say nearly the same: "different channels can correlate" (lecture 004).
#
# **Play:** two layers, the second of 1 × 1. Point at a unit of the second: its window is one
# column of the first. Make its filters 3 × 3, and look at what it sees of the picture.

# %%
VolumeExplorer(layers=2, layer=2, filters2=4, kernel2=1, relu=True, selected=(10, 12))

# %% exercise="pointwise_weights"

# %% check="pointwise_weights"

# %% [markdown]
# ## A batch at a time
#
# A network is not given one image but a **batch**, and so `x` has four axes: `(N, H, W, C)`. The
# weights have four as well. Lecture 001 lists them as "(output depth, input depth, kernel height,
# kernel width)"; Keras and this course keep the same numbers as `(KH, KW, C, F)`. **Predict:** the
# shape of the output for 4 images, stride 2, padding 1?

# %%
ops.conv2d(photos[:4], w, stride=2, padding=1).shape

# %% [markdown]
# (32 + 2 − 5) // 2 + 1 = 15. Nothing passes from one image to another: every image gets what it
# would get alone. Now you know everything that a convolutional layer does. Write it.

# %% exercise="conv_batch"

# %% check="conv_batch"

# %% [markdown]
# ## All windows at once
#
# Your loops are right, and slow. Libraries write every window as a row of a matrix first.
# **Predict:** AlexNet's first layer has windows of 11 × 11 × 3 at 55 × 55 places. How large is
# that matrix?

# %%
rows = ops.im2col(np.zeros((1, 227, 227, 3), np.float32), 11, stride=4)
rows.shape, rows.nbytes / (227 * 227 * 3 * 4)

# %% [markdown]
# 3,025 rows of 363 numbers; seven times as many as the image has, since windows overlap. (CS231n,
# Stanford's course, writes windows as columns, 363 × 3,025.) The layer is then one product:

# %%
windows = ops.im2col(image[None], 5)
product = (windows @ w.reshape(-1, 6)).reshape(1, 28, 28, 6)
windows.shape, np.array_equal(product, y)

# %% exercise="im2col"

# %% check="im2col"

# %% exercise="im2col_order"

# %% check="im2col_order"

# %% [markdown]
# ## Looking around, and mixing
#
# A filter does two things at once: it looks around in each channel, and it mixes the channels.
# **Predict:** what if one layer looked around, channel by channel, and a layer of 1 × 1 mixed
# afterwards? Would that need more weights, or fewer?

# %%
depthwise = np.random.default_rng(3).integers(-2, 3, (5, 5, 3, 1))
mix = np.random.default_rng(4).integers(-2, 3, (1, 1, 3, 6))
in_two = ops.separable_conv2d(image[None], depthwise, mix)
in_two.shape, w.size, depthwise.size + mix.size

# %% [markdown]
# Fewer: 93 in place of 450, for a volume of the same size. It cannot do all that 450 weights can,
# since every filter has to be content with the same three ways of looking around. Networks for
# phones are built of such **depthwise separable** layers.

# %% exercise="depthwise_separable"

# %% check="depthwise_separable"

# %% [markdown]
# ## Recap
#
# - A filter reaches through the full depth of its input, adds up everything, and gives one map.
# - F filters give F maps; stacked, they are the next input: $H' \times W' \times F$.
# - All units at one place are a depth column; all units of a map share one filter.
# - $1 \times 1$ mixes the channels of each pixel, and changes the depth.
# - A layer is one matrix product, if every window is written as a row.
#
# **Next:** [05 Why not a dense network?](05_why_not_dense.ipynb)
