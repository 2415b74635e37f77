# %% [markdown]
# # 14 · Features and an SVM, or a network?
#
# **When you are through this page, you can**
#
# - describe a photograph by its colours and its edges, in a hundred numbers,
# - say what such a description cannot see,
# - tell a score from a distance, and a wide margin from a narrow one,
# - train a linear support vector machine with its hinge loss,
# - compare features that people wrote with features that a network learned, and say when the old
#   way is good enough.
#
# **Time:** 30 minutes to read and play, 36 for the exercises · **Follows:** lecture 002 "Old
# pipeline", "Image features", "SVM" and "Linear vs. nonlinear problems"

# %% [markdown]
# ## Ten kinds of photographs
#
# Lecture 002 calls it the "old" pipeline: people write down what may matter in an image, and a
# linear classifier weighs it. Only the last step learns. Here are small pieces of photographs, of
# ten kinds, to try it on.

# %%
from cnnteach.datasets import patches

data = patches()
images, labels = data.train[0][:800], data.train[1][:800]
tests, answers = data.test
images.shape, tests.shape

# %%
import numpy as np

from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

first = [int(np.flatnonzero(labels == kind)[0]) for kind in range(10)]
captioned(
    show_images(*images[first], titles=data.classes, columns=5, height=1.3),
    caption="One piece of each kind, 32 × 32 pixels in colour.",
    alt="Ten small squares: bricks, whiskers, a coin, a red cup, a face, a petal, galaxies, ...",
)

# %% [markdown]
# ## Feature one: which colours
#
# Cut red, green and blue into four steps each: 4 × 4 × 4 = 64 colours. How many of the pixels have
# each? That is a **colour histogram**.
#
# **Predict:** we throw the pixels of the flower into a sack, shake it, and lay them out again. What
# becomes of its histogram?

# %%
flower = images[first[5]]
rng = np.random.default_rng(0)
shaken = rng.permutation(flower.reshape(-1, 3)).reshape(flower.shape)
captioned(
    show_images(flower, shaken, titles=("a flower", "shaken")),
    caption="Two images with one colour histogram.",
    alt="Left, the pale rim of a petal before dark leaves. Right, the same pixels in disorder.",
)

# %% [markdown]
# Nothing at all. A histogram does not know *where* anything is: good, if the flower moves, and
# bad, if its form is what matters.

# %% exercise="colour_histogram"

# %% check="colour_histogram"

# %% [markdown]
# ## Feature two: which edges
#
# Lecture 002's second feature is "edge filters". Sobel's two kernels say how much brighter it gets
# to the right (dx) and downwards (dy); the root of dx² + dy² is the **strength** of an edge, and
# the angle of (dx, dy) its **direction**.
#
# **Predict:** where is the cat's face steepest: at her fur, the rims of her eyes, or her nose?

# %%
from cnnteach.widgets import KernelLab

KernelLab("chelsea", mode="steepness", colour=False)

# %% [markdown]
# At the rims of her eyes, where black meets bright.
#
# **Play:** point at pixels on the rim of an eye, and read the two sums. Where is dx large and dy
# small? Choose *kernel* and *sobel_x*, then *sobel_y*: which edges vanish in each?
#
# Now count, as with colours: how much edge is there of each direction? Done for each cell of the
# image apart, this is a **histogram of oriented gradients** (Dalal and Triggs, 2005).

# %% exercise="edge_directions"

# %% check="edge_directions"

# %% [markdown]
# Both features, for all images. `FeaturesSVM` takes four cells of 16 × 16 pixels and nine
# directions. **Predict:** how many numbers describe an image that had 3,072?

# %%
from cnnteach.models.features_svm import FeaturesSVM

by_hand = FeaturesSVM(cell=16)
described, tests_described = by_hand.features(images), by_hand.features(tests)
described.shape

# %% [markdown]
# 64 colours, and 4 · 9 edges: 100 numbers. An image has become a point in a space of a hundred
# dimensions.
#
# ## A line between points
#
# A **linear** classifier gives each kind a score, $w \cdot x + b$. In two dimensions, and for two
# kinds, the scores part at a line. Many lines may divide the points; which one is best?

# %%
points = np.array([[1.0, 3.0], [2.0, 4.0], [4.0, 1.0], [5.0, 2.0]])
kinds = np.array([1, 1, -1, -1])
for w, b in (((-1.0, 1.0), 0.5), ((-10.0, 10.0), 5.0), ((-1.0, 0.0), 2.5)):
    print(f"w = {w}, b = {b}: scores {points @ np.array(w) + b}")

# %% [markdown]
# All three are right four times. But the second has scores ten times as large for the *same*
# line. What counts is the *distance* of the nearest point, the margin: the SVM looks for the
# line with the widest street (Cortes and Vapnik, 1995).

# %% exercise="margin"

# %% check="margin"

# %% [markdown]
# ## The hinge loss
#
# Of ten kinds, the right one should lead each other by 1. What is missing of that lead is the loss.
# **Predict:** a network's loss, cross-entropy, is never quite 0. Can this one be?

# %%
from cnnteach import ops

for scores in ([2.0, 2.5, -1.0], [4.0, 2.5, -1.0], [40.0, 2.5, -1.0]):
    loss, gradient = ops.hinge(np.array([scores]), np.array([0]))
    print(f"scores {scores}: loss {loss:.1f}, gradient {gradient[0] + 0}")

# %% [markdown]
# It can, and then its gradient is 0 as well: an image that is well on its side has nothing more to
# say. The few that do are the **support vectors**.

# %% exercise="hinge_loss"

# %% check="hinge_loss"

# %% [markdown]
# ## Train it
#
# The whole machine: 300 steps downhill on the hinge loss, and a small penalty that keeps w short
# and so the street wide. Each feature is first given mean 0 and spread 1.
#
# The penalty is lecture 002's regulariser, $\frac{1}{2} \lVert w \rVert^2$, "in order not to
# overfit". Its first loss is least squares, which wants each score to *be* a certain number; the
# hinge loss wants a lead, and is content. (We halve the squared errors, so that their slope has no
# 2 in it; the lecture does not.)

# %% exercise="regularised_loss"

# %% check="regularised_loss"


# %%
def svm(features, to_test, steps=300, rate=0.03, penalty=0.01):
    mean, spread = features.mean(axis=0), features.std(axis=0) + 0.01
    x, t = (features - mean) / spread, (to_test - mean) / spread
    w, b = np.zeros((x.shape[1], 10)), np.zeros(10)
    for _ in range(steps):
        _, dscores = ops.hinge(x @ w + b, labels)
        w = w - rate * (x.T @ dscores + penalty * w)
        b = b - rate * dscores.sum(axis=0)
    return np.mean(np.argmax(t @ w + b, axis=1) == answers)


# %% [markdown]
# **Predict:** colours alone, edges alone, or both: which is best, and by how much?

# %%
parts = {"colours": slice(0, 64), "edges": slice(64, 100), "both": slice(0, 100)}
for name, part in parts.items():
    print(f"{name}: {svm(described[:, part], tests_described[:, part]):.0%} right")

# %% [markdown]
# By chance it would be 10%. Colours do most of the work: galaxies are black, grass and bricks are
# grey, the cup is red. What if we take the colours away? `FeaturesSVM` finds its lines by a solver
# of its own; that it leaves the features' spread as it is costs it a little.

# %%
grey, tests_grey = (each.mean(axis=3).astype(np.uint8) for each in (images, tests))
in_colour = FeaturesSVM(cell=16).fit(images, labels).score(tests, answers)
in_grey = FeaturesSVM(cell=16).fit(grey, labels).score(tests_grey, answers)
print(f"in colour {in_colour:.0%}, in grey {in_grey:.0%}")

# %% [markdown]
# What nobody thought of writing down, the SVM cannot weigh. Lecture 002 asks: "Can we *learn
# features from data* instead of hand-designing them?"
#
# ## Learned features, the same SVM
#
# This network learned to tell cats, ships and trucks of CIFAR-10 apart. It has never seen bricks,
# coins or galaxies. We take the 128 maps of its third layer, average each, and give these 128
# numbers to *the same SVM*. **Predict:** better or worse than colours and edges?

# %%
from cnnteach import models
from cnnteach.explain import activations

net = models.load("zfnet_cifar10")
learned, tests_learned = (
    activations(net, each, "relu3")["relu3"].maps.mean(axis=(1, 2)) for each in (images, tests)
)
print(f"learned features: {svm(learned, tests_learned):.1%} right")

# %% [markdown]
# Nearly all, with the same linear machine on top. That is what the layers of a network are for: its
# last one is a linear classifier itself, and all before it turn the images until "the classes are
# linearly separable" (lecture 001). The features were the bottleneck, not the SVM;
# and what a network learned for one task serves for another: that is **transfer**. (It is not as
# clever as it sounds: the tests are other pieces of the *same* photographs, not new cats and walls.
# But colours and edges were judged by the same ones.)
#
# ## A problem that people know well
#
# For handwritten digits colours say nothing, and edges nearly all: strokes are what people would
# write down. **Predict:** how far behind a small convolutional network is the old pipeline here?

# %%
from cnnteach.datasets import mnist

digits = mnist(embedded=True)
old = FeaturesSVM(cell=7).fit(*digits.train)
right = old.predict(digits.test[0]) == digits.test[1]
print(f"edges and SVM: {1000 - right.sum()} of 1,000 wrong")

# %% [markdown]
# And LeNet-5, which was trained on the same 4,000 digits, as in notebook 09:

# %%
lenet = models.load("lenet5_digits")
shares = lenet.predict(digits.test[0][..., None] / 255, verbose=0)
right_too = shares.argmax(axis=1) == digits.test[1]
print(f"LeNet-5: {1000 - right_too.sum()} of 1,000 wrong")

# %%
missed = np.flatnonzero(~right & right_too)[:8]
captioned(
    show_images(*digits.test[0][missed], titles=old.predict(digits.test[0][missed]), height=1.3),
    caption="Digits that the network reads and the SVM does not, with what the SVM took them for.",
    alt="Eight handwritten digits, white on black, with a wrong digit above each.",
)

# %% [markdown]
# 96% in two seconds without a network is not bad: where there is little data, and people know what
# matters, the old pipeline is a fair choice, and always a good **baseline** to beat. But each new
# problem asks for new features, and the network finds its own.
#
# ## Recap
#
# - A colour histogram says how much of each colour there is, and not where; edge histograms say
#   which directions, cell by cell.
# - A linear classifier scores $w \cdot x + b$; distance is score over the length of w; the SVM
#   wants the nearest point far away.
# - The hinge loss is 0 once the right class leads by 1, and then is content.
# - Hand-made features see what somebody thought of. Learned ones with the same SVM did far better,
#   even on things that the network never saw.
#
# **Next:** [15 Beyond classification](15_beyond_classification.ipynb), or back to
# [13 From LeNet-5 to ResNet-152](13_architectures.ipynb) for the networks that made the old
# pipeline old.
