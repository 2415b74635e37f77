# %% [markdown]
# # 06 · Pooling
#
# **When you are through this page, you can**
#
# - pool a map by its maxima or its means, on paper and in NumPy,
# - say to which pixels the gradient of a pooling goes, and what happens in a tie,
# - say why a mean can be a poor choice for a map of answers,
# - say what survives, when the image moves by a pixel, and what does not,
# - make one size out of inputs of any size.
#
# **Time:** 35 minutes to read and play, 53 for the exercises; take them in two sittings ·
# **Follows:** lecture 001 "Pooling", 002 "Pooling", 003 "How to handle variable sized inputs?",
# 004 "Downsampling/Pooling" and "Convolution and Pooling as an Infinitely Strong Prior"

# %% [markdown]
# ## A map of answers
#
# A filter for vertical edges slides over a photograph, and a ReLU keeps what is positive. The
# feature map that is left says where such edges are. Lecture 004 calls the two steps the first and
# the second stage of a layer.

# %%
import numpy as np

from cnnteach import kernels, ops
from cnnteach.datasets import photo

cup = photo("coffee").mean(axis=2)[30:350, 160:480] / 255
sobel = kernels.kernel("sobel_x")[:, :, None, None]
edges = np.maximum(ops.conv2d(cup[None, :, :, None], sobel), 0)

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

captioned(
    show_images(cup, edges[0, :, :, 0], titles=("photograph", "feature map"), height=3),
    caption="Bright: dark at the left and bright at the right. Most of the map is silent.",
    alt="A cup of coffee in grey; beside it thin bright lines along the left edges of the cup.",
)

# %% [markdown]
# The map is nearly as large as the photograph, and the next layer has no use for that much: it
# wants to know *whether* there is an edge about here, hardly in which of two neighbouring pixels.
# Pooling is the third stage: "makes the representations smaller and more manageable", says
# lecture 001, "over each activation map independently".
#
# ## The largest of each window
#
# **Predict:** windows of 2 × 2, two pixels apart. What stands in the four cells of the output, if
# of each window the largest number is kept?

# %%
from cnnteach.figures.numbers import numbers

table = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
largest, places = ops.max_pool2d(table[None, :, :, None], 2)
captioned(
    numbers(table, largest[0, :, :, 0], between=("→",), boxes=[(0, 0, 0, 2, 2), (1, 0, 0, 1, 1)]),
    caption="Of the outlined window, 4 is kept. Three numbers of four are gone.",
    alt="A 4 by 4 table, and the maxima of its quarters: 4, 5, 8, 9.",
)

# %% [markdown]
# No weight takes part: pooling has nothing to learn. The sizes go as in notebook 03: $\lfloor (4 -
# 2)/2 \rfloor + 1 = 2$.
#
# **Predict:** and with windows of 3 × 3, one pixel apart? How often will the 9 come?

# %%
ops.max_pool2d(table[None, :, :, None], 3, stride=1)[0][0, :, :, 0]

# %% [markdown]
# Four times: it stands in all four windows. AlexNet pools with windows of 3, two pixels apart, so
# that they overlap by one.
#
# `max_pool2d` gave back a second array, which lecture 001 asks for: "store the index that took
# the max". Places count along the rows of the image:

# %%
places[0, :, :, 0]

# %% exercise="max_pool"

# %% check="max_pool"

# %% [markdown]
# ## The way back
#
# To learn, a network asks of each of its numbers: if this one grew a little, by how much would the
# result change? The answer is the number's **gradient**. Layers hand it back, from their outputs to
# their inputs; notebook 07 is about nothing else.
#
# "What's the backprop rule for max pooling?", asks lecture 001. The four outputs get the gradients
# 10, 20, 30 and 40. **Predict:** which pixels get one, and which get none?

# %%
upstream = np.array([[10, 20], [30, 40]])[None, :, :, None]
back = ops.max_pool2d_backward(upstream, places, (1, 4, 4, 1))
captioned(
    numbers(upstream[0, :, :, 0], back[0, :, :, 0], between=("→",)),
    caption="Each gradient goes back to the pixel that won, whole. All others get nothing.",
    alt="10, 20, 30 and 40 come to stand where 4, 5, 8 and 9 stood in the table.",
)

# %% [markdown]
# Add a little to a winner, and the output grows by as much; add it to a loser, and nothing
# happens. So the slope is 1 there and 0 here.
#
# **Play:** take a loser by its number and *drag it upwards*, until it wins: the gradient jumps
# to it. Then set the window to 3, untick *stride = window*, set the stride to 1, and find a pixel
# in whose gradient several are added up. Last, choose the picture "ties": who gets the gradient, if
# two are equal?

# %%
from cnnteach.widgets import PoolingExplorer

PoolingExplorer(table)

# %% [markdown]
# The first of them, row by row. In a tie there is no slope (to one side it is 1, to the other 0),
# and a library has to choose. What matters is that *no more* comes out than went in.

# %% exercise="max_pool_backward"

# %% check="max_pool_backward"

# %% exercise="max_pool_order"

# %% check="max_pool_order"

# %% [markdown]
# ## What stands in the padding
#
# A convolution pads with zeros. **Predict:** a map of −1s, padded with one zero on each side, and
# then the largest of each 2 × 2 window. What comes out at the border?

# %%
minus_ones = np.full((1, 2, 2, 1), -1)
with_zeros = np.pad(minus_ones, ((0, 0), (1, 1), (1, 1), (0, 0)))
ops.max_pool2d(with_zeros, 2, stride=1)[0][0, :, :, 0]

# %%
ops.max_pool2d(minus_ones, 2, stride=1, padding=1)[0][0, :, :, 0]

# %% [markdown]
# Zeros, which were in no pixel. So the padding of a max pooling is taken as $-\infty$: it never
# wins. And a mean, here and in Keras, does not count it: in the corner it divides by 1, not by 4.

# %% exercise="padded_max_pool"

# %% check="padded_max_pool"

# %% [markdown]
# ## Why might "avg" be a poor choice?
#
# Lecture 001 asks it, lecture 004 offers "mean pooling" as the alternative. Let us try both on
# the edges of the cup, with windows of 8 × 8. **Predict:** how much of the strongest answer is
# left in each?

# %%
strongest = ops.max_pool2d(edges, 8)[0][0, :, :, 0]
mean = ops.avg_pool2d(edges, 8)[0, :, :, 0]
captioned(
    show_images(strongest, mean, titles=("maximum", "mean"), height=3, same_scale=True),
    caption="The same windows, the same greys. Lines are thin: most of each window is silent.",
    alt="Two small maps of the cup's edge: bright in the left one, nearly black in the right.",
)

# %%
[float(np.round(each.max(), 2)) for each in (edges, strongest, mean)]

# %% [markdown]
# The maximum keeps all of it; of the mean not even a quarter is left. A line covers ten or twenty
# of a window's 64 pixels, and the mean asks all the others too. And without the ReLU it is worse:
# an edge answers with + on one side of a line and with − on the other, and the mean lets them
# cancel.
#
# **Play:** look at numbers. "Maximum beside average" is on; choose "edges, both signs" and find
# a window whose mean is near 0, though both signs stand in it.

# %%
PoolingExplorer(image="edges of the cup", size=12, window=3, compare=True)

# %% [markdown]
# A mean is not always poor: where the question is *how much* of something there is, it is the
# better answer. GoogLeNet and ResNet end with the mean of each map. At a border with padding,
# libraries do not agree about what a mean counts.

# %% exercise="average_pool"

# %% check="average_pool"

# %% [markdown]
# The gradient of a mean is shared:

# %% exercise="average_pool_backward"

# %% check="average_pool_backward"

# %% [markdown]
# ## A pooling that is learned
#
# "The pooling may even be a *learned* filter", says lecture 004; "the same network is applied on
# each block". **Predict:** which convolution, with which stride, is the mean of 2 × 2?

# %%
quarter = np.full((2, 2, 1, 1), 1 / 4)
learned = ops.conv2d(table[None, :, :, None], quarter, stride=2)
bool(np.allclose(learned, ops.avg_pool2d(table[None, :, :, None], 2)))

# %% [markdown]
# Four weights of 1/4, stride 2. Once they are weights, they have a gradient, and training may
# find better ones. **Play:** in the last explorer above, choose "learned": below the weights
# stands the gradient of each, how fast the result grows with it.
#
# ## What survives a shift
#
# Pooling is said to make a network care less about where exactly something is. **Predict:** a
# single 9 in a row of eight pixels, pooled in pairs. It moves from pixel 3 to 4, then to 5. What
# does the output do?

# %%
rows = 9 * np.eye(8)[[3, 4, 5]]
pairs = ops.max_pool2d(rows[None, :, :, None], (1, 2))[0][0, :, :, 0]
captioned(
    numbers(rows, pairs, titles=("the input, twice moved", "pooled in pairs"), between=("→",)),
    caption="From pixel 3 to 4 the output moves; from 4 to 5 it does not.",
    alt="The 9 stands in columns 3, 4 and 5; in the pooled rows in columns 1, 2 and 2.",
)

# %% [markdown]
# Both happen. A shift *inside* a window is swallowed, one over its edge moves the output by a
# whole pixel, which is two of the input. So pooling is neither: not blind to shifts, and no
# longer moving along with them, as a convolution does. Lecture 004 calls it "an infinitely
# strong prior that each unit should be invariant to small translations", and adds that such
# priors "can cause underfitting".
#
# **Play:** the edges are shifted by one pixel. Read how many numbers of the input stay as they
# were, and how many outputs; then shift further. Compare the maximum with the average, and windows
# of 2 with windows of 4.

# %%
PoolingExplorer(image="edges of the cup", size=16, window=4, shift=(0, 1))

# %% exercise="shifts_that_show"

# %% check="shifts_that_show"

# %% [markdown]
# ## Any size in, one size out
#
# "How to handle variable sized inputs?", asks lecture 003: with "a layer which reduces inputs of
# different size, to a fixed size". A convolution does not mind the size of its input; a dense
# layer does. Between them stands a pooling whose windows grow with the image.
#
# **Predict:** maps of 4 × 4 and of 7 × 5, and an output of 2 × 2: where do the windows lie?

# %%
sizes = ((4, 4), (7, 5), (318, 318))
[ops.adaptive_max_pool2d(edges[:, :h, :w], 2)[0].shape[1:3] for h, w in sizes]

# %%
PoolingExplorer(size=(7, 5), windows="adaptive", output_size=2)

# %% [markdown]
# Window $i$ of $n$ goes from $\lfloor i \cdot h / n \rfloor$ to before $\lceil (i + 1) \cdot h /
# n \rceil$: rows 0 to 3 and 3 to 6, so they overlap by one. With $n = 1$ it is one window over
# everything: **global** pooling, one number a map. Texts are read that way, too: of each filter the
# largest answer, wherever in the sentence it was.

# %% exercise="means_of_any_row"

# %% check="means_of_any_row"

# %% [markdown]
# ## Recap
#
# - Max pooling keeps the largest number of each window, and remembers its place: the gradient
#   goes back there, whole; where windows overlap, gradients add up.
# - In a tie one pixel gets it, here the first. Padding never wins.
# - A mean shares its gradient, 1/n each. On a map of few, strong answers it dilutes them.
# - A learned pooling is a convolution with a stride.
# - A shift inside a window is swallowed; one over its edge is not.
# - Adaptive and global pooling make one size out of any.
#
# **Next:** [07 Backpropagation](07_backpropagation.ipynb), where such gradients come from.
