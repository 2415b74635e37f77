# %% [markdown]
# # 05 · Why not a dense network?
#
# **When you are through this page, you can**
#
# - count what a dense, a locally connected and a convolutional layer have to learn,
# - write a convolution as a matrix, and say what is special about that matrix,
# - say what *equivariant* means, and test whether a function is,
# - say what a convolutional network takes for granted, and when that is wrong.
#
# **Time:** 25 minutes to read and play, 38 for the exercises · **Follows:** lecture 003 "Receptive
# Fields", "Solution 1", "Solution 2" and "Better Solution", 004 "Problems with MLPs", "Sparse
# interactions", "Parameter sharing", "Equivariance" and "An Infinitely Strong Prior"

# %% [markdown]
# ## Every pixel to every unit
#
# The simplest network connects everything with everything: a **dense** layer. Lecture 004 takes an
# image of 200 × 200 grey pixels and 40,000 hidden units (hidden, since only the next layer reads
# them). **Predict:** how many weights is that? And for a colour image, where the slide leaves a gap
# to fill?

# %%
grey, colour = 200 * 200 * 40_000, 200 * 200 * 3 * 40_000
f"{grey:,} and {colour:,}"

# %% [markdown]
# 1.6 billion, as on the slide; 4.8 billion in colour. In four bytes each that is 19 gigabytes, for
# one layer. (With a bias for each unit it is 40,000 more, which nobody will notice.)
#
# And it knows nothing of images. Shuffle all pixels, the same way in every image, and a dense
# layer learns as well as before: that two pixels are *neighbours* means nothing to it.
#
# ## Three steps from dense to convolution
#
# Lecture 003 counts on a smaller example, 100 × 100 pixels and 1,000 units:
#
# 1. **Dense**: every unit sees every pixel. $10^7$ weights.
# 2. **Locally connected**: a unit sees a window of 10 × 10, since what belongs together lies
#    together. $10^5$.
# 3. **Shared**: all units use the *same* window of weights, since what is worth finding in one
#    corner is worth finding in the other. $10^2$. That is a convolution.
#
# **Play:** turn the dial through its three stops. Watch the matrix: what becomes zero, and what
# becomes equal? Then change one weight, and see which outputs move at each stop.

# %%
from cnnteach.widgets import SharingDial

SharingDial()

# %% [markdown]
# Two things happen. First most of the matrix becomes *zero* (sparse interactions); then what is
# left becomes *tied*, the same few numbers in each row (parameter sharing).
#
# They do not save the same. With $m$ pixels, $n$ units and $k$ pixels in a window, the zeros bring
# both the weights and the multiplications from $m \times n$ down to $k \times n$ (lecture 004).
# Sharing brings the weights down to $k$, and saves no multiplication: each is made as before.

# %% exercise="weights_to_learn"

# %% check="weights_to_learn"

# %% exercise="without_sharing"

# %% check="without_sharing"

# %% [markdown]
# A whole net, for a row of 40 numbers: three layers of 15 channels with kernels of 3 and jumps of
# 2, then ten outputs. The rows get shorter: 40, 19, 9, 4.

# %% exercise="shared_and_dense"

# %% check="shared_and_dense"

# %% [markdown]
# ## A matrix after all
#
# "Discrete convolution can be viewed as multiplication by a matrix" (lecture 004). **Predict:**
# five numbers, a kernel of three. How many rows has the matrix, and how many numbers other than 0?

# %%
from cnnteach import ops
from cnnteach.figures.captions import captioned
from cnnteach.figures.numbers import numbers

captioned(
    numbers(ops.toeplitz([[1, 2, 3]], (1, 5))),
    caption="Each row makes one output: the same weights, one step further right.",
    alt="A 3 by 5 matrix; 1 2 3 stands in each row, each time one column further right.",
)

# %% [markdown]
# Three rows, nine numbers that are not zero, and only three different ones. Mathematicians call
# such a matrix **Toeplitz**: it is constant along its diagonals. So a convolution *is* a dense
# layer, one in which nearly everything is decided beforehand. Convolutional networks use it "in
# place of general matrix multiplication in at least one of their layers" (lecture 004).

# %%
import numpy as np

ops.toeplitz([[1, 2, 3]], (1, 5)) @ np.array([0, 0, 1, 0, 0])

# %% exercise="convolution_matrix_1d"

# %% check="convolution_matrix_1d"

# %% [markdown]
# ## What sharing brings besides: equivariance
#
# Lecture 004: "A function $f$ is equivariant to a function $g$ if $f(g(x)) = g(f(x))$". Take for
# $f$ a convolution and for $g$ a shift by one pixel.
#
# **Predict:** shift first and then convolve, or convolve first and then shift: is there a
# difference? (The row goes round at its end, so that nothing is lost.)

# %%
row, kernel = np.array([0, 0, 3, 1, 0, 5, 0, 0]), np.array([1, -1, 2])


def convolve(x):
    around = np.concatenate([x, x[:2]])
    return np.lib.stride_tricks.sliding_window_view(around, 3) @ kernel


def shift(x):
    return np.roll(x, 1)


print(convolve(shift(row)), shift(convolve(row)), sep="\n")

# %% [markdown]
# None. A thing that moves in the image moves along in the map, and keeps its shape: what has been
# learned in one place is known everywhere. At a real border, where the row does *not* go round, it
# holds except for the outermost numbers.
#
# It holds for shifts. Lecture 004 warns: "not equivariant to some other transformations, such as
# changes in the scale or rotation". **Predict:** does it hold for turning the row around?

# %%
print(convolve(row[::-1]), convolve(row)[::-1], sep="\n")

# %% [markdown]
# No: the kernel would have to be turned as well. **Play:** set the dial above to *local*, and shift
# the image: f(g(x)) and g(f(x)) part, since each place has weights of its own.

# %% exercise="equivariance_gap"

# %% check="equivariance_gap"

# %% exercise="moves_along"

# %% check="moves_along"

# %% [markdown]
# ## An infinitely strong prior
#
# A **prior** is what one believes before one has seen any data (lecture 003: inductive bias).
# *Weight decay*, a small pull on all weights towards 0 in training (notebook 09), is a weak one: it
# says that weights are probably small, and data can overrule it. A convolution is a dense layer
# with a prior that data can *never* overrule. Its weights are zero outside of the window. And "the
# weights for one hidden unit must be identical to the weights of its neighbor, but shifted in
# space" (lecture 004).
#
# Such a prior is a bargain where it is true, and a blindfold where it is not. It is not, where
# place matters. In a face that always sits in the middle of the picture, the eyes are above the
# mouth. There a locally connected layer may learn each place apart ("good when input image is
# registered", lecture 003). And a thing that depends on far-away pixels needs many layers, or
# pooling, before one unit sees it whole. "Convolution and pooling can cause underfitting": the
# network cannot learn even the images that it is trained on.
#
# ## Recap
#
# - Dense: $10^7$; locally connected: $10^5$; shared: $10^2$.
# - A convolution is multiplication by a matrix that is sparse, and has the same few weights in
#   every row. For a row of numbers it is constant along its diagonals; for an image, block by
#   block.
# - Shared weights make it equivariant to shifts: f(g(x)) = g(f(x)). Not to turns, not to scales.
# - It takes for granted that what matters is local, and the same everywhere.
#
# **Next:** [06 Pooling](06_pooling.ipynb)
