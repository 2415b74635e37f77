# %% [markdown]
# # 07 · Backpropagation
#
# **When you are through this page, you can**
#
# - compute a derivative in a graph of single numbers, path by path,
# - say why gradients go backwards, and not forwards,
# - hand a gradient back through a ReLU, a convolution and a max pooling, on paper and in NumPy,
# - say where a gradient is added up, and why,
# - check any gradient by nudging.
#
# **Time:** 35 minutes to read and play, 45 for the exercises; take them in two sittings ·
# **Follows:** lecture 001 "Back propagation" and "What's the backprop rule for max pooling?", 002
# "Computational graph", 003 "Training a Conv. Net" and "Debugging"

# %% [markdown]
# ## A graph of single numbers
#
# Lecture 002 begins with $e = (a + b)(b + 1)$, taken apart into steps: $c = a + b$, $d = b + 1$,
# $e = c \cdot d$. With $a = 2$ and $b = 1$, $e$ is 6.
#
# **Predict:** $b$ becomes 1.1. By how much does $e$ grow, about?

# %%
from cnnteach.graph import Scalar


def lecture(a, b):
    a, b = Scalar(a, "a"), Scalar(b, "b")
    return ((a + b).named("c") * (b + 1).named("d")).named("e")


lecture(2, 1.1).value - lecture(2, 1).value

# %% [markdown]
# By 0.51: about five times as much as $b$. Five is the **derivative**, how fast $e$ grows with
# $b$, and there is a way to get it without trying. On each edge of the graph stands how fast the
# one grows with the other; for a product, that is the other factor.

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.graph import computational_graph

e = lecture(2, 1)
e.backward()
captioned(
    computational_graph(**e.drawing()),
    caption="Values go right; below each node, in orange, how fast e grows with it.",
    alt="A graph: a and b lead to c = 3 and d = 2, these to e = 6; the gradient of b is 5.",
)

# %% [markdown]
# Go back from $e$. It grows with itself by 1; with $c$ by 2, which is the value of $d$; with $d$
# by 3. Now $b$: it has a hand in $c$ *and* in $d$. Along a path one multiplies (the chain
# rule); what arrives on several paths is *added*.
#
# **Play:** step through it. Then type an expression of your own in which one number is used
# three times, and watch what its gradient is added up from.

# %%
from cnnteach.widgets import GraphExplorer

GraphExplorer()

# %% exercise="graph_gradient"

# %% check="graph_gradient"

# %% [markdown]
# ## Why backwards?
#
# Nine paths lead from $x$ to $v$ below, if each of two steps has three ways. With ten such steps
# there would be $3^{10}$. Going backwards, each **edge** is looked at once: what has arrived at a
# node is added up before it is handed on. And one way back gives the derivative by *every*
# input; forwards one would need a way for each. A network has millions of inputs that can be
# turned, its weights. One output matters: its **loss**, which says how wrong it is. So: backwards.

# %%
from cnnteach.graph import count_paths

x = Scalar(1, "x")
u = x + 2 * x + 3 * x
v = u + 2 * u + 3 * u
v.backward()
count_paths(v, x), x.gradient

# %% [markdown]
# ## Nudging: the check that needs no thought
#
# A derivative can always be had by trying: nudge one number, see what comes of it. It is slow,
# one try for each number, and it is only nearly right. But it knows nothing of chain rules, so it
# finds every mistake in those who do. Lecture 003 has it among its debugging advice: "BackProp is
# buggy → numerical gradient checking".
#
# **Predict:** the slope of $x^3$ at 2 is 12. Which comes closer: looking ahead, $(f(2 + h) -
# f(2)) / h$, or to either side, $(f(2 + h) - f(2 - h)) / 2h$? And what does a tenth of $h$ bring?

# %%
import numpy as np

for h in np.array([0.1, 0.01, 0.001]):
    ahead = ((2 + h) ** 3 - 2**3) / h
    either_side = ((2 + h) ** 3 - (2 - h) ** 3) / (2 * h)
    print(f"h = {h}: off by {ahead - 12:.6f} ahead, by {either_side - 12:.6f} to either side")

# %% [markdown]
# To either side, by far; and there a tenth of the step brings a hundredth of the error.

# %% exercise="numerical_gradient"

# %% check="numerical_gradient"

# %% [markdown]
# ## The switch: ReLU
#
# A network's nodes are arrays, and its steps are layers; nothing else changes. Each layer gets
# the gradient by what it gave, `dy`, and has to say the gradient by what it was given, `dx`.
#
# **Predict:** $y = \max(0, x)$ for $x = (-3, 0.5, 2)$. The gradient by $y$ is $(10, 20, -30)$.
# What is it by $x$?

# %%
from cnnteach import ops

ops.relu_backward(np.array([10.0, 20.0, -30.0]), np.array([-3.0, 0.5, 2.0]))

# %% [markdown]
# Where $x$ was negative, $y$ is 0 whatever $x$ does: nothing passes. Elsewhere everything does,
# whatever its own sign.
#
# The bend is there for a reason: without one between them, two layers of sums would be no more than
# one layer of sums. ReLU's purpose is "to introduce non-linearity" (lecture 004).

# %% exercise="relu_backward"

# %% check="relu_backward"

# %% [markdown]
# ## A convolution, backwards
#
# Forward, an output is the sum of its window times the kernel:
# $y_{ij} = \sum_{kl} x_{i+k,\,j+l}\, w_{kl} + b$. Three gradients are asked for.
#
# **The weights.** $w_{kl}$ met $x_{i+k,\,j+l}$ on its way into $y_{ij}$. It did so for every
# output: it is *shared*, so many paths lead back to it, and they add up:
# $\;dw_{kl} = \sum_{ij} dy_{ij}\, x_{i+k,\,j+l}$. That is again a convolution: of the input with
# `dy`.
#
# **The bias.** It went into every output as it is: $db = \sum_{ij} dy_{ij}$.
#
# **The pixels.** $x_{mn}$ lies in several windows and gets something back from each:
# $dx_{mn} = \sum_{kl} dy_{m-k,\,n-l}\, w_{kl}$. Note the minus: the kernel is read backwards.
# (Forward, libraries leave out the flip that mathematicians want. Here it comes back.)
#
# **Predict:** in the explorer below, all of `dy` is 1. Which pixels get the largest gradient, and
# from how many outputs?

# %%
from cnnteach.widgets import ConvExplorer

ConvExplorer(np.arange(25).reshape(5, 5), np.arange(1, 10).reshape(3, 3), backward=True)

# %% [markdown]
# The one in the middle: it lies in all nine windows, and meets each weight once, so that it gets
# 45. **Play:** point at a weight, then at pixels in the corner. Then take stride 3: one window is
# left, and the pixels outside of it get nothing at all. Nudge one of them, and see what the loss
# says.

# %% exercise="conv_dw"

# %% check="conv_dw"

# %% exercise="conv_db"

# %% check="conv_db"

# %% exercise="conv_dx"

# %% check="conv_dx"

# %% [markdown]
# Does it hold for every stride and padding, and with **dilation**, which leaves gaps between the
# pixels that a kernel reads? `gradcheck` nudges them all.

# %%
rng = np.random.default_rng(0)
x, w = rng.normal(size=(2, 7, 6, 3)), rng.normal(size=(3, 2, 3, 4))
options = {"stride": 2, "padding": 1, "dilation": 2}
ops.gradcheck(
    lambda x, w: ops.conv2d(x, w, **options),
    (x, w),
    backward=lambda dy, x, w: ops.conv2d_backward(dy, x, w, **options)[:2],
)

# %% [markdown]
# ## Max pooling: the winner takes it all
#
# Lecture 001 asks: "What's the backprop rule for max pooling?" In the forward pass, remember which
# pixel won; backwards, it gets the gradient, and the others nothing, since a small change of
# theirs changes nothing.
#
# **Predict:** windows of 3 × 3 now, one pixel apart, so that they overlap. The 9 wins in all
# four. What does it get, if each output's gradient is 1?

# %%
pixels = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])[None, :, :, None]
y, argmax = ops.max_pool2d(pixels, 3, stride=1)
dx = ops.max_pool2d_backward(np.ones(y.shape, dtype=int), argmax, pixels.shape)

# %%
from cnnteach.figures.numbers import numbers

captioned(
    numbers(pixels[0, :, :, 0], y[0, :, :, 0], dx[0, :, :, 0], titles=("x", "y", "dx")),
    caption="All four windows hold the 9, so the gradients of all four outputs go to it.",
    alt="A 4 by 4 image with a 9; an output of four nines; a gradient of 4 at the 9, else 0.",
)

# %% [markdown]
# Four. As with the pixels of a convolution: where several paths lead back to one number, add.
#
# ## Recap
#
# - Along a path derivatives are multiplied; from path to path they are added.
# - Backwards, every edge is looked at once, and every weight gets its gradient.
# - ReLU is a switch: the sign of its input decides what passes.
# - A weight of a convolution collects from every output, a pixel from every window that it lies
#   in, the bias from everywhere.
# - Max pooling hands the gradient to the winner, as often as it won.
# - When in doubt, nudge.
#
# **Next:** [08 From Hubel and Wiesel to the Neocognitron](08_from_cells_to_the_neocognitron.ipynb);
# then 09, where all these gradients are put to use.
