# %% [markdown]
# # 02 · Convolution
#
# **When you are through this page, you can**
#
# - compute a number of a feature map on paper, and a whole map in NumPy,
# - say what flipping the kernel changes, and why a network does not mind,
# - tell by its weights what a kernel does to a photograph,
# - split some kernels into two thin ones, and say what that saves,
# - give the shape of what many filters make of an image with many channels.
#
# **Time:** 40 minutes to read and play, 59 for the exercises; take them in two sittings ·
# **Follows:** lecture 000 "So what is convolution", 001 "3D Activations", 002 "Convolutional
# Layers", 003 "Convolution Operator", 004 "Convolution" and "Feature Learning"

# %% [markdown]
# ## It begins with a dot product
#
# $$\sum_{i=1}^n x_i w_i = X \cdot W$$
#
# Multiply what stands at the same place, and add up. **Predict:** which of the three rows `x`
# gives the largest dot product with `w`?

# %%
import numpy as np

w = np.array([-1, 2, -1])
for x in ([0, 5, 0], [5, 5, 5], [5, 0, 5]):
    print(x, "·", w.tolist(), "=", np.sum(x * w))

# %% [markdown]
# The row that looks like `w`: large where `w` is positive, small where it is negative. The flat row
# (the same number throughout) gives nothing, the opposite one a negative number. So a dot product
# *measures likeness* (among rows that are equally strong: ten times the row gives ten times the
# number). A kernel is a pattern that it looks for; lecture 004 calls convolution "a similarity
# measure between the kernel/filter and the original signal/image".
#
# With an image, `x` and `w` are small squares, and nothing else changes.

# %% exercise="patch_dot"

# %% check="patch_dot"

# %% [markdown]
# ## Sliding it along a row
#
# Now let `w` slide over a longer row, and take the dot product at each stop. **Predict:** where
# along this row will the result be 0?

# %%
row = np.array([0, 0, 0, 4, 4, 4, 4, 0, 4, 0, 0])
windows = np.lib.stride_tricks.sliding_window_view(row, 3)
windows @ w

# %% [markdown]
# Wherever the row is flat. It answers at the step up (−4, then 4), and most of all at the gap
# (−8) and at the lone peak (8). There are 9 numbers for 11 pixels: the window stops 9 times.
#
# ## Sliding it over an image
#
# Lecture 004 works with this image of 5 × 5 zeros and ones, and this kernel. **Predict:** the
# upper left number of the output. Count the ones that lie under a one.

# %%
from cnnteach import ops

rows = ["11100", "01110", "00111", "00110", "01100"]
image = np.array([[int(digit) for digit in row] for row in rows])
kernel = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
output = ops.conv2d(image[None, :, :, None], kernel[:, :, None, None])[0, :, :, 0]
output

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.numbers import numbers

window = {"between": ("∗", "="), "boxes": [(0, 0, 0, 3, 3), (2, 0, 0, 1, 1)]}
captioned(
    numbers(image, kernel, output, titles=("image", "kernel", "feature map"), **window),
    caption="The outlined window and the kernel have four ones in common: that makes the 4.",
    alt="A 5 by 5 image, a 3 by 3 kernel and a 3 by 3 result: 4 3 4, 2 4 3, 2 3 4.",
)

# %% [markdown]
# Four, as on the slide. What comes out is called a **feature map**: it says where in the image the
# kernel's pattern is, and how clearly. `None` adds the axes that `conv2d` wants: images
# `(N, H, W, C)` and kernels `(KH, KW, C, F)`, here one of each.
#
# **Play:** walk through the output with the arrow keys and read the sum of each number. Then
# point at the pixel in the middle of the image: how many outputs does it feed? And the pixel in
# the corner?

# %%
from cnnteach.widgets import ConvExplorer

ConvExplorer(image, kernel)

# %% [markdown]
# The middle feeds all nine (with five of them it meets a weight of 1), the corner only one.

# %% exercise="corr2d_valid"

# %% check="corr2d_valid"

# %% [markdown]
# ## What mathematicians call convolution
#
# Lecture 004 begins with an integral, and then with a sum:
#
# $$s(t) = \int x(a)\, w(t - a)\, da \qquad s[t] = \sum_{a} x[a]\, w[t - a]$$
#
# As $a$ grows, $t - a$ falls: the kernel is read *backwards*. What we have done so far reads it
# forwards and is called **cross-correlation**. Lecture 003 says it in a sentence: the same,
# "except that in convolution one of the functions is flipped".
#
# **Predict:** an image of zeros with a single 1. What comes out of each?

# %%
impulse = np.zeros((5, 5), dtype=int)
impulse[2, 2] = 1
count = np.arange(1, 10).reshape(3, 3)
explorer = ConvExplorer(impulse, count)
correlation = explorer.output[:, :, 0]
explorer.flip = True
convolution = explorer.output[:, :, 0]

# %%
captioned(
    numbers(
        *(impulse, count, correlation, convolution),
        titles=("impulse", "kernel", "cross-\ncorrelation", "convolution"),
    ),
    caption="Convolution gives the kernel back; cross-correlation turns it by half a turn.",
    alt="A single 1, a kernel 1 to 9; the first result reads 9 to 1, the second 1 to 9.",
)

# %% [markdown]
# Like a stone in a pond: convolution puts a copy of the kernel wherever there is something. In
# cross-correlation the first place where the window meets the 1 is its lower right corner, the 9.
#
# "Many machine learning libraries implement cross-correlation but call it convolution" (lecture
# 004). So does Keras, and so does this course. It does no harm: a network *learns* its weights,
# and learns them flipped if it must. It matters where you choose the weights yourself.
#
# **Play:** switch *flip* on and off. For which kernels does nothing change? Try *box*, *gaussian*
# and *sobel_x*.

# %%
explorer

# %% [markdown]
# For those that look the same after half a turn: box, Gaussian, Laplacian, sharpen. With Sobel
# the sign changes.

# %% exercise="conv_vs_corr"

# %% check="conv_vs_corr"

# %% [markdown]
# ## Kernels on photographs
#
# Long before networks learned kernels, people invented them. Eight of them, on the same
# photograph.
#
# **Predict:** add up the weights of each kernel. What do those have in common whose sum is 0?

# %%
from cnnteach.kernels import kernel as preset

NAMES = ("identity", "box", "gaussian", "sharpen", "sobel_x", "sobel_y", "laplacian", "emboss")
kernels = {name: preset(name) for name in NAMES}
captioned(
    numbers(*list(kernels.values())[3:], titles=NAMES[3:]),
    caption="Five of the eight. Box is nine times 1/9; Gaussian is 1 2 1, 2 4 2, 1 2 1, over 16.",
    alt="Five 3 by 3 kernels. Sobel x has −1 −2 −1 on its left and 1 2 1 on its right.",
)

# %%
from cnnteach.datasets import photo

cat = photo("chelsea")[40:200, 90:290].mean(axis=2)
results = {}
for name, k in kernels.items():
    y = ops.conv2d(cat[None, :, :, None], k[:, :, None, None])[0, :, :, 0]
    results[name] = y if k.sum() < 0.5 else np.clip(y, 0, 255).astype(np.uint8)

# %%
from cnnteach.figures.images import show_images

captioned(
    show_images(*results.values(), titles=[f"{n}: sum {k.sum():g}" for n, k in kernels.items()]),
    caption="A sum of 1 keeps the brightness; a sum of 0 shows change: middle grey is no change.",
    alt="A cat's eye eight times: as it is, blurred twice, sharper, three of edges, and embossed.",
)

# %% [markdown]
# | kernel | what it asks at each pixel |
# |---|---|
# | identity | what is here? |
# | box, gaussian | how bright is it here on average? (The Gaussian listens most to the middle.) |
# | sharpen | by how much does this pixel differ from its four neighbours? Add that to it. |
# | sobel_x | does it get brighter to the *right*? (So it finds upright edges.) |
# | sobel_y | does it get brighter *downwards*? |
# | laplacian | are the neighbours brighter than the middle? |
# | emboss | as if light fell from one corner |
#
# On a flat patch of value $v$ every product is a weight times $v$, so the output is $v$ times
# the sum of the weights. That is why the sum tells so much.
#
# **Sharpening in one line.** What blurring takes away is detail. **Predict:** what is a
# photograph plus its own lost detail?

# %%
soft, middle = results["gaussian"].astype(float), cat[1:-1, 1:-1]  # both without the border
crisp = np.clip(middle + 2 * (middle - soft), 0, 255).astype(np.uint8)
captioned(
    show_images(soft, middle, crisp, titles=("blurred", "cat", "crisp"), same_scale=True),
    caption="Without its detail, as it was, and with three times its detail.",
    alt="The same eye three times: soft, as photographed, and with crisp hairs.",
)

# %% [markdown]
# It is sharper. Sums and differences of kernels are kernels, so this too is one convolution.
#
# **Play:** try the kernels on photographs in colour, or on *your own picture*: choose a file,
# drop one on the photograph, or take a still with the camera (it stays on your machine). Go to a
# corner, and see what each way to treat the border makes up there.

# %%
from cnnteach.widgets import KernelLab

KernelLab("chelsea", kernel="sharpen")

# %% [markdown]
# ## A misprint, and how to see it
#
# Lecture 002 prints a pair of kernels for edges, "Horizontal" and "Vertical". The second is
# `printed` below. **Predict:** what does it answer to a flat grey of 100, which has no edge?

# %%
printed = np.array([[-1, -2, -1], [0, 0, 0], [-1, -2, -1]])
flat = np.full((3, 3), 100)
int(printed.sum()), int(np.sum(printed * flat))

# %% [markdown]
# Not 0: its sum is −8, so it answers −800 to a flat grey. It is a blur with the wrong sign. The
# last row has lost its plus signs. *Mend it* in the cell above, to `[1, 2, 1]`, and run it again:
# 0 and 0. (The names are a matter of taste. The first kernel differs from left to right, so it
# answers to *vertical* edges; what is horizontal is the direction in which it looks.)
#
# **Play:** Sobel on the cat's eye. Where is the output most positive, and where most negative?
# Edit the kernel until it finds edges that run from lower left to upper right.

# %%
ConvExplorer(image="cat's eye", size=16, kernel="sobel_x")

# %% exercise="sobel"

# %% check="sobel"

# %% [markdown]
# ## Two thin kernels for a thick one
#
# A Gaussian kernel is a column times a row. **Predict:** blur along the rows, then along the
# columns. How far is that from blurring with the square kernel?

# %%
thin = np.array([[1, 4, 6, 4, 1]]) / 16
square = thin.T @ thin
x = cat[None, :, :, None]
at_once = ops.conv2d(x, square[:, :, None, None])
in_two = ops.conv2d(ops.conv2d(x, thin[:, :, None, None]), thin.T[:, :, None, None])
float(abs(at_once - in_two).max()), square.size, 2 * thin.size

# %% [markdown]
# Not at all, but for rounding: with 10 multiplications a pixel in place of 25. Kernels for which
# this works are called **separable**; their matrix has rank 1. Lecture 004 uses the same idea in
# the network Inception (notebook 13), where a 1 × 3 and a 3 × 1 layer stand for a 3 × 3 one. Is
# every kernel separable?

# %%
{name: int(np.linalg.matrix_rank(k)) for name, k in kernels.items()}

# %% [markdown]
# Rank 2 and 3 are not. But the identity, box, Gaussian and both Sobels are.

# %% exercise="separable"

# %% check="separable"

# %% exercise="separable_gap"

# %% check="separable_gap"

# %% [markdown]
# ## Move the input, and the output moves
#
# Lecture 004 shows a diagonal in the lower right corner, and then in the upper left. **Predict:**
# what happens to the feature map, and to its maximum?

# %%
pair = np.eye(2, dtype=int)
low, high = np.zeros((2, 4, 4), dtype=int)
low[2:, 2:] = high[:2, :2] = pair
maps = [ops.conv2d(x[None, :, :, None], pair[:, :, None, None])[0, :, :, 0] for x in (low, high)]
captioned(
    numbers(low, maps[0], high, maps[1], between=("→", "", "→"), titles=("", "max 2", "", "max 2")),
    caption="Lecture 004's example: the map moves with the input; its maximum stays.",
    alt="A diagonal below right gives a 2 below right; above left, it gives a 2 above left.",
)

# %% [markdown]
# The *map* moves along: convolution is **equivariant** to shifts. The *maximum* does not
# change: it is **invariant**. One kernel finds its pattern wherever it is; nobody has to teach it
# every place.
#
# This holds for shifts, and only as long as the pattern stays inside. It does not hold for
# turning:

# %%
turned = np.rot90(low)
float(maps[0].max()), float(ops.conv2d(turned[None, :, :, None], pair[:, :, None, None]).max())

# %% [markdown]
# ## As deep as the image
#
# A colour image has three channels, so it needs a kernel for each. Together they are a **filter**:
# "filters always extend the full depth of the input volume" (lecture 001). Still one dot product,
# now over rows, columns *and* channels:
#
# $$h = \sum_{ijk} x_{ijk} W_{ijk} + b$$
#
# The $b$ at its end is the filter's **bias**: one number that is added at every place.
#
# The lectures' example is an image of 32 × 32 × 3 under a filter of 5 × 5 × 3. **Predict:** the
# shape of the result, and how many products make one number of it.

# %%
rng = np.random.default_rng(0)
image = photo("astronaut")[80:112, 200:232] / 255  # 32 × 32 × 3
one_filter = rng.normal(size=(5, 5, 3, 1))
ops.conv2d(image[None], one_filter).shape, one_filter.size

# %% [markdown]
# One map of 28 × 28, each number from 75 products: the three channels are added up, and there is
# no "one map a channel". For more maps, take more filters:

# %%
six_filters = rng.normal(size=(5, 5, 3, 6))
ops.conv2d(image[None], six_filters).shape

# %%
from cnnteach.figures.volumes import volumes

captioned(
    volumes((32, 32, 3), (28, 28, 6), between=("6 filters\n5 × 5 × 3",), window=(5, 5)),
    caption="Six maps, stacked: a new image of 28 × 28 × 6. A window makes a column of 6 numbers.",
    alt="A box 32 by 32 by 3 with a small window; lines lead to a box 28 by 28 by 6.",
)

# %% [markdown]
# "We stack these up to get a new image of size 28 × 28 × 6!" say lectures 000 and 001. All filters
# that read the same input make up a **layer**. And since an image comes out, the next layer can do
# the same with it. That is a convolutional network.
#
# **Play:** a colour patch and two filters. Point at an output: its window lights up in all three
# channels. Choose the other filter: same window, other weights.

# %%
ConvExplorer(image="flower", size=8, channels=3, filters=2)

# %% exercise="multi_channel"

# %% check="multi_channel"

# %% exercise="many_filters"

# %% check="many_filters"

# %% [markdown]
# ## Recap
#
# - A kernel slides; at each stop a **dot product** says how much the window is like the kernel.
# - Convolution flips the kernel, cross-correlation does not. Networks do not, and call it
#   convolution.
# - The *sum of the weights* says what becomes of flat areas: 1 keeps them, 0 looks for change.
# - A kernel of rank 1 splits into two thin ones: $2K$ products a pixel in place of $K^2$.
# - Shift the input, and the output shifts.
# - A filter is as deep as its input and makes *one* map; F filters make F maps.
#
# **Next:** [03 Stride, padding, output size](03_stride_padding_output_size.ipynb). Why 28, and
# what if we want 32?
