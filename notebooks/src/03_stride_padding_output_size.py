# %% [markdown]
# # 03 · Stride, padding, output size
#
# **When you are through this page, you can**
#
# - say how many stops a window makes, and which pixels it leaves unused,
# - give the size of any layer's output before you run it,
# - choose a padding that keeps the size, and say what the zeros do to the border,
# - count what a layer has to learn,
# - say how many pixels of the image a unit sees.
#
# **Time:** 35 minutes to read and play, 59 for the exercises; take them in two sittings ·
# **Follows:** lecture 000 "We don't have to go with stride 1", 001 "Convolution: Stride, Padding,
# How big is the output?", 004 "Stride", "Padding" and "How to compute the output volume"

# %% [markdown]
# ## Seven pixels, a window of three
#
# The lectures' example: an input 7 pixels wide, a filter 3 wide. **Predict:** at how many places
# can the window stand?

# %%
from cnnteach import shapes

shapes.window_starts(7, kernel=3)

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.stops import stops

captioned(
    stops(7, kernel=3, stride=1),
    caption="Each line is a stop of the window. It may not leave the image.",
    alt="Seven pixels; under them five windows of three, each a pixel further right.",
)

# %% [markdown]
# Five: at pixels 0 to 4. The window itself takes 3 pixels, so it can move on by 7 − 3 = 4, and
# with the place where it begins that makes 4 + 1 stops.
#
# ## Stride: how far it jumps
#
# "We don't have to go with stride 1." **Predict:** how many stops with stride 2?

# %%
captioned(
    stops(7, kernel=3, stride=2),
    caption="Stride 2: the window jumps two pixels at a time, and just reaches the end.",
    alt="Seven pixels; under them three windows of three, each two pixels further right.",
)

# %% [markdown]
# Three, at 0, 2 and 4. Now the question on which everybody stumbles once. **Predict:** and with
# stride 3?

# %%
captioned(
    stops(7, kernel=3, stride=3),
    caption="Stride 3 does not fit: a third window would need pixels 6, 7 and 8.",
    alt="Seven pixels; under them two windows of three side by side; the last pixel is hatched.",
)

# %% [markdown]
# Two, and pixel 6 is *never looked at*. Lecture 000 gives the size as $\frac{N - F}{stride} +
# 1$, which is 2.33 here; lecture 001 adds what is missing, the floor: $\lfloor 4/3 \rfloor + 1 =
# 2$. No library complains. It drops the last jump, and what is left over is lost.
#
# The lectures' input is 7 × 7, and rows go like columns:

# %%
import numpy as np

from cnnteach import ops

x, w = np.zeros((1, 7, 7, 1)), np.zeros((3, 3, 1, 1))
{stride: ops.conv2d(x, w, stride=stride).shape[1:3] for stride in (1, 2, 3)}

# %% [markdown]
# **Play:** the 49 pixels, numbered, under a kernel that only reads the middle of its window: the
# output names the pixels at which it stopped. Drag the stride from 1 to 4, and watch the formula
# and the hatched columns and rows. With which strides is every pixel used?

# %%
from cnnteach.widgets import ConvExplorer

ConvExplorer(np.arange(49).reshape(7, 7), kernel="identity", stride=3)

# %% [markdown]
# With 1 and 2. Stride 3 does not divide the 4 by which the window can move. Stride 4 does, and
# reaches the end, but it jumps over pixel 3: a stride larger than the kernel leaves gaps.

# %% exercise="number_of_stops"

# %% check="number_of_stops"

# %% exercise="non_tiling"

# %% check="non_tiling"

# %% [markdown]
# ## Why anyone would pad
#
# Without padding each layer takes something off. **Predict:** an image of 32 × 32 goes through
# one layer of 5 × 5 after the other. How many layers until the window no longer fits?

# %%
size = 32
while size >= 5:
    print(size, end=" → ")
    size = shapes.output_size(size, kernel=5)
print(size, "and 5 does not fit")

# %% [markdown]
# Seven. And the border suffers on the way. Let us count how many windows each pixel lies in: all
# pixels 1, all weights 1, and then backwards, from the outputs to the pixels that they used.

# %%
from cnnteach.figures.numbers import numbers

x, w, dy = np.zeros((1, 6, 6, 1)), np.ones((3, 3, 1, 1)), np.ones((1, 4, 4, 1))
uses, _, _ = ops.conv2d_backward(dy, x, w)
captioned(
    numbers(uses[0, :, :, 0].astype(int)),
    caption="In how many of the sixteen 3 × 3 windows each of 6 × 6 pixels lies.",
    alt="A 6 by 6 grid: 1 in the corners, 2 and 3 along the edges, 9 in the middle.",
)

# %% [markdown]
# A pixel in the corner has a say in 1 output, one in the middle in 9. "The information at the
# borders will be lost", says lecture 004, "if we don't use padding".
#
# ## Padding: a frame of zeros
#
# Lecture 001 puts one zero around a 7 × 7 input and takes stride 2: "pad = 1, stride = 2".
# **Predict:** how many stops along one side?

# %%
captioned(
    stops(7, kernel=3, stride=2, padding=1),
    caption="Two more pixels to stand on: (7 + 2 − 3) / 2 + 1.",
    alt="Seven pixels with a zero on each side; under them four windows, two pixels apart.",
)

# %% [markdown]
# Four. With padding on both sides the formula is whole:
#
# $$w_{out} = \left\lfloor \frac{w_{in} + 2p - k}{s} \right\rfloor + 1$$
#
# Lecture 001's example is $k = 3$, $s = 1$, $p = 1$, as in VGG, a network of notebook 13.
# **Predict:** what is the output's size for an input of 7, of 32, of 224?

# %%
[(size, shapes.output_size(size, kernel=3, stride=1, padding=1)) for size in (7, 32, 224)]

# %% [markdown]
# The same as the input's, always: $w + 2 - 3 + 1 = w$. So one can stack such layers as deep as
# one likes.

# %% exercise="output_size"

# %% check="output_size"

# %% [markdown]
# ## What the zeros do
#
# A zero is not nothing: it is black. **Predict:** a white image, all ones, under a kernel of nine
# ones, with padding 1. What stands in the corners?

# %%
ones = np.ones((1, 5, 5, 1), dtype=int)
counted = ops.conv2d(ones, np.ones((3, 3, 1, 1), dtype=int), padding=1)[0, :, :, 0]
captioned(
    numbers(np.pad(ones[0, :, :, 0], 1), counted, titles=("5 × 5 in a frame of zeros", "output")),
    caption="At the border a part of each window lies on zeros.",
    alt="The output is 9 in the middle, 6 along the edges and 4 in the corners.",
)

# %% [markdown]
# 4, 6 and 9: the image has got a dark frame, although it was white throughout. A network that
# needs to know can even learn from that where the border is.

# %% exercise="same_border"

# %% check="same_border"

# %% [markdown]
# And with still more zeros? Then the window also stops where only its corner touches the image. It
# is what the gradient needs on its way back, in notebook 07.

# %% exercise="full_correlation"

# %% check="full_correlation"

# %% [markdown]
# ## "Same", and the odd pixel
#
# `padding="same"` asks for an output as large as the input (with a stride, as large as the input
# divided by it, rounded up). For odd kernels that is $(k - 1)/2$ zeros on each side.
#
# **Predict:** and for a kernel of 4?

# %%
captioned(
    stops(5, kernel=4, padding="same"),
    caption="Three zeros are needed: one before and two after, as Keras does it.",
    alt="Five pixels, one zero before and two after; under them five windows of four.",
)

# %% [markdown]
# Three zeros cannot be shared out evenly; the odd one goes *last* in Keras. With a stride the
# zeros needed are fewer, sometimes none:

# %%
[(k, s, shapes.same_padding(6, kernel=k, stride=s)) for k, s in ((3, 1), (3, 2), (2, 2), (1, 2))]

# %% exercise="same_padding"

# %% check="same_padding"

# %% [markdown]
# ## A slide that does not add up
#
# Lecture 004 shows "same padding" on this table, with a weight mask and the result *139*. It
# draws the zeros at the right and at the bottom.
#
# **Predict:** what is the first output, if the window begins in the upper left corner of the
# table?

# %%
text = """18 54 51 239 244 188
55 121 75 78 95 88
35 24 206 113 109 221
3 154 104 235 25 130
15 253 225 159 78 233
68 85 180 214 245 0"""
table = np.array([[int(n) for n in line.split()] for line in text.splitlines()])
mask = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])


# %%
def slide(image, kernel, padding):
    x, w = image[None, :, :, None], kernel[:, :, None, None]
    return ops.conv2d(x, w, padding=padding)[0, :, :, 0]


as_drawn = slide(table, mask, padding=((0, 1), (0, 1)))
int(as_drawn[0, 0]), 139 in as_drawn

# %% [markdown]
# 18 + 51 + 121 + 35 + 206 = 431, and 139 comes *nowhere* in the whole output. Which padding
# makes it? 139 = 18 + 121: the first pixel lies under the middle of the mask, and 121 under its
# lower right corner. The other three ones of the mask must lie on zeros, above and to the left:

# %%
around = slide(table, mask, padding=1)
framed = np.pad(table, 1)
captioned(
    numbers(framed[:5, :5], mask, around[:3, :3], between=("∗", "="), boxes=[(0, 0, 0, 3, 3)]),
    caption="With a zero on every side, the first window gives 18 + 121 = 139.",
    alt="The upper left of the table in a frame of zeros, the mask, and a result that begins 139.",
)

# %%
as_drawn.shape, around.shape

# %% [markdown]
# So the result on the slide belongs to padding 1 on *all four* sides. Only that keeps 6 × 6,
# which is what "same" means; the zeros as they are drawn give 5 × 5.
#
# The same slide says that the image gets smaller "as we increase the stride value" and that
# padding solves this. Two things are mixed there: the **kernel** takes $k - 1$ pixels off, and
# padding gives them back; the **stride** divides, and no reasonable padding undoes that.
#
# ## AlexNet, and another misprint
#
# AlexNet won the ImageNet contest of 2012 (notebook 13). Its first layer: 96 filters of
# 11 × 11 × 3, stride 4, no padding. Lecture 004 computes $(227 - 11)/4 + 1 = 55$. The paper, and
# the figure in lecture 001, say that images are 224 × 224. **Predict:** does that work?

# %%
(227 - 11) / 4 + 1, (224 - 11) / 4 + 1, shapes.output_size(224, kernel=11, stride=4)

# %% [markdown]
# It does not: 54.25, so 54, and not the 55 that the paper goes on with. The 224 is the paper's
# misprint (or it kept silent about a padding: three more pixels are needed).

# %% exercise="alexnet"

# %% check="alexnet"

# %% [markdown]
# ## What a layer has to learn
#
# Sizes of outputs are one thing, numbers to be learned another. A filter has a weight for each
# row, column and channel of its window, and one bias; it is the same filter at all stops.
#
# **Predict:** ten filters of 5 × 5 × 3 on a photograph of 32 × 32. How many numbers? And on one
# of 640 × 427?

# %%
weights_of_one = 5 * 5 * 3
(weights_of_one + 1) * 10

# %% [markdown]
# 760, for both. A layer that shares its weights does not care how large the image is.

# %% exercise="conv_params"

# %% check="conv_params"

# %% [markdown]
# ## How much of the image a unit sees
#
# A number of a layer's output, and what makes it, is a **unit**. One of a 3 × 3 layer sees 3 × 3
# pixels. One of the next 3 × 3 layer sees 3 × 3 of those. **Predict:** how many pixels is that,
# along one side? 6? 9?

# %%
[size for size, _, _ in shapes.receptive_field([(3, 1, 0), (3, 1, 0), (3, 1, 0)])]

# %% [markdown]
# 5, then 7: the windows overlap, so each layer adds only 2. That is why two layers of 3 × 3 can
# stand for one of 5 × 5 (lecture 004). With a stride in between, the next layers reach further:

# %%
[size for size, _, _ in shapes.receptive_field([(3, 1, 0), (3, 2, 0), (3, 1, 0)])]

# %% [markdown]
# After a stride of 2, neighbours lie 2 pixels apart, so the next layer adds 2 · 2 = 4. These
# pixels are the unit's **receptive field**. The word comes from the study of brains: Hubel and
# Wiesel mapped in 1959 which spots of light a single neuron of a cat's cortex answers to (lecture
# 004).
#
# **Play:** do not take our word for it. Point at an input pixel and count the outputs that it
# feeds; then point at an output and count its inputs. Change the stride, and see which of the two
# changes.

# %%
ConvExplorer(image="cat's eye", size=9, kernel=3, stride=2, padding=1)

# %% [markdown]
# An output always has its 3 × 3 inputs (at the border some of them are zeros); the stride changes
# how many outputs an input feeds.

# %% exercise="receptive_field"

# %% check="receptive_field"

# %% [markdown]
# ## Recap
#
# - Along each side: $\lfloor (w + 2p - k)/s \rfloor + 1$. Move, jump, round *down*, and one
#   more for the start.
# - What the last jump does not reach is not used, without a word.
# - $k = 3$, $s = 1$, $p = 1$ keeps the size; so does $p = (k - 1)/2$ for any odd $k$.
# - Zeros are black, and leave a mark on the border. "Same" puts the odd one last.
# - A layer learns $(k \cdot k \cdot C + 1) \cdot F$ numbers, whatever the size of the image.
# - A unit's receptive field grows by $k - 1$ steps a layer, and the strides make the steps
#   longer.
#
# **Next:** [04 Volumes](04_volumes.ipynb), for more than one channel and more than one filter.
