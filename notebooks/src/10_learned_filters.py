# %% [markdown]
# # 10 · Learned filters
#
# **When you are through this page, you can**
#
# - draw what a first layer has learned without adding to it or taking from it,
# - say which stripes a filter looks for, and at which it does not look,
# - tell what of this the photographs alone explain,
# - repeat Hubel and Wiesel's experiment on a filter, and build a complex cell,
# - find units that never answer, and say how sparse the others are.
#
# **Time:** 35 minutes to read and play, 27 for the exercises · **Follows:** lecture 000 and 004
# "Hubel and Wiesel", 001 "Layer 1 Filters", 002 "Example: filters learned at first layer", 003
# "Debugging"

# %% [markdown]
# ## 48 filters that nobody designed
#
# This network was trained on CIFAR-10, 50,000 small photographs of ten kinds of things. It names 85
# of 100 new ones rightly. It is a small relative of Zeiler and Fergus's network, a "refinement of
# AlexNet" (lecture 001) whose first windows are 7 × 7 in place of 11 × 11. Here the first layer has
# 48 filters of 7 × 7 pixels in colour, which began as noise. **Predict:** what have they become?
# Edges? Colours? Cats?

# %%
from cnnteach import models
from cnnteach.explain import filters

net = models.load("zfnet_cifar10")
kernels = filters(net)
kernels.shape

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.filters import show_filters

captioned(
    show_filters(kernels),
    caption="The first layer. Grey is weight 0; below each filter stands the weight that is white.",
    alt="48 small pictures: slanted edges in black and white, bars, spots of green, blue and red.",
)

# %% [markdown]
# Edges of every direction, bars, and spots and edges of opponent colours: red against green, blue
# against yellow. Lecture 002 shows the same of a much larger network. *Nobody asked for this*:
# the labels were cat, ship, truck, and the gradient did the rest.
#
# Look at the small numbers. ±0.77 and ±0.09 stand under pictures of equal contrast, since each
# was drawn to its own scale:

# %%
import numpy as np

strongest = np.abs(kernels).max(axis=(0, 1, 2))
[round(float(weight), 3) for weight in (strongest.min(), strongest.max())]

# %% [markdown]
# **Predict:** what do you see if all share one scale?

# %%
captioned(
    show_filters(kernels[..., :12], same_scale=True),
    caption="The first twelve, all on the scale of the strongest weight.",
    alt="Twelve filters; four show clear edges, one a green spot, the others are nearly grey.",
)

# %% [markdown]
# Neither picture lies: one shows the *form* of each filter, the other how much it counts. A
# picture lies if 0 is not grey, or if each channel is stretched by itself.

# %% exercise="filter_to_picture"

# %% check="filter_to_picture"

# %% [markdown]
# ## What would you show it?
#
# A unit multiplies and adds; it is a **dot product** of its weights and a patch. **Predict:** of
# all patches with the same contrast, which one excites a filter most?

# %%
filter_3 = kernels[..., 3]
random = np.random.default_rng(0).normal(size=(10_000, 7, 7, 3))
sizes = np.sqrt((random**2).sum(axis=(1, 2, 3)))
answers = (random * filter_3).sum(axis=(1, 2, 3)) / sizes * np.sqrt((filter_3**2).sum())
round(float(answers.max()), 3), round(float((filter_3 * filter_3).sum()), 3)

# %% [markdown]
# The patch that *looks like the filter*. Of ten thousand patches of chance the best reaches a
# third of it. So you may read a first layer's filters as pictures of what they look for.

# %% exercise="most_exciting"

# %% check="most_exciting"

# %% [markdown]
# ## Which stripes?
#
# A filter's **spectrum** says how strongly it answers to stripes of each direction and width. The
# cross is plain brightness; further out the stripes are finer. **Predict:** a filter that finds
# upright edges: where does its spectrum shine?

# %%
from cnnteach.explain import spectrum
from cnnteach.figures.filters import show_spectra

chosen = [0, 4, 7, 9, 20, 37, 39, 45]
captioned(
    show_spectra(spectrum(kernels[..., chosen]), titles=chosen),
    caption="Spectra of eight filters: the further from the cross, the finer the stripes.",
    alt="Eight dark squares with bright spots: in the middle, left and right, or slanted.",
)

# %% [markdown]
# Left and right of the cross: stripes that change from left to right. Spots of colour shine in the
# middle: what they look for is a flat patch. As numbers:

# %%
from cnnteach.explain import preferred_stripes

directions, spacings = preferred_stripes(kernels)
{number: (int(directions[number]), round(float(spacings[number]), 1)) for number in chosen}

# %% [markdown]
# Degrees (0 is level, 90 upright), and pixels from one stripe to the next. Infinite stripes are
# none: these filters look for a colour.
#
# ## Is it the network, or the photographs?
#
# Take patches of five photographs, without a label, without a network. **k-means** finds patches
# that many others are near to; **ICA** finds directions in which most patches have little and few
# have much. **Predict:** what will their filters look like?

# %%
from cnnteach.datasets import photo
from cnnteach.explain import photograph_filters

photos = [photo(name) for name in ("astronaut", "chelsea", "china", "coffee", "flower")]
captioned(
    show_filters(photograph_filters(photos, count=24, patches=40_000)),
    caption="24 means of clusters of patches (k-means), of five photographs.",
    alt="Bars and edges of many directions in black and white, and patches of two colours.",
)

# %%
captioned(
    show_filters(photograph_filters(photos, method="ica", count=24, patches=8000)),
    caption="24 independent components of the same patches (ICA).",
    alt="Bars and stripes of many directions in black and white, and a few edges in colour.",
)

# %% [markdown]
# Edges again! They are in the photographs: neighbours are alike, except where a thing ends.
# Whoever has to describe photographs briefly, a network, ICA or a brain, comes to speak of edges.

# %% exercise="why_edges"

# %% check="why_edges"

# %% [markdown]
# ## The cat's cortex
#
# Hubel and Wiesel showed bars of light to a cat (published in 1959), and listened to single cells.
# A **simple cell** fired for a bar of one direction at one place. Let us do the same to a filter:
# gratings of 36 directions drift by. **Predict:** filter 10, an edge that leans to the right: how
# many peaks has its curve over the directions?

# %%
from cnnteach.explain import tuning
from cnnteach.figures.feature_maps import show_tuning

grey = kernels[..., 10].sum(axis=2)
simple = tuning(grey, spacing=5.0)
captioned(
    show_tuning([simple], names=["filter 10"]),
    caption="Left: its greatest answer to each direction. Right: as the best one drifts by.",
    alt="Left, a curve with one peak. Right, an answer that comes and goes with the drift.",
)

# %% [markdown]
# One peak: it is **tuned** to a direction. And as the stripes drift by, its answer comes and
# goes: it minds the **phase**. So did the cat's simple cells.
#
# Others, the **complex cells**, did not care where in their field the bar was. Hubel and Wiesel
# guessed how: each listens to several simple cells. Two are enough, if one's stripes lie a quarter
# further than the other's: square both answers, add them, and take the root. Here the second is the
# same filter, moved by a quarter of its stripes:

# %%
from cnnteach.explain.gratings import quadrature

paired = tuning(grey, spacing=5.0, pair=quadrature(grey))
captioned(
    show_tuning([simple, paired], names=["simple", "complex"]),
    caption="The pair prefers the same direction, but never falls silent as the stripes drift.",
    alt="Left, two curves with the same peak. Right, one comes and goes, the other stays up.",
)

# %% [markdown]
# A number for it: how much of the answer comes and goes. Above 1 a cell is called simple.

# %%
simple.modulation, paired.modulation

# %% exercise="complex_cell"

# %% check="complex_cell"

# %% [markdown]
# A max pooling after a convolution does something like it: the largest of four places answers
# wherever among them the edge is. That is what the Neocognitron's C-cells were made for (lecture
# 000).
#
# ## Deeper filters are not pictures
#
# The second layer reads 48 maps, not 3 colours. **Predict:** how many numbers has each of its
# filters of 3 × 3?

# %%
from cnnteach.figures.filters import show_kernels

second = filters(net, "conv2")
captioned(
    show_kernels(second, units=range(3), channels=range(12)),
    caption="Three of 64 filters; twelve of each one's 48 channels. Orange adds, blue takes away.",
    alt="A grid of 3 by 12 small squares of 3 by 3 cells in orange and blue.",
)

# %% [markdown]
# 3 × 3 × 48 = 432. They say which edges must lie beside which, and nobody can see from these
# squares what that looks like. To find out we must ask the images: notebook 11.
#
# ## What the layers answer
#
# Twelve of the 48 maps after the first ReLU, for a small photograph. **Predict:** how much of
# them is black, that is exactly 0?

# %%
from cnnteach.datasets import patches
from cnnteach.explain import activations

images, labels = patches().test
rectified = ["relu1", "relu2", "relu3", "relu4", "relu5"]
answers = activations(net, images[:50], rectified)

# %%
from cnnteach.figures.feature_maps import show_maps

captioned(
    show_maps(answers["relu1"].maps[12][..., :12], columns=6),
    caption="Twelve maps of the first layer, after its ReLU, for one image.",
    alt="Twelve small maps on black, each with bright places at other edges of the same picture.",
)

# %%
for name in rectified:
    print(name, f"{answers[name].silent.mean():.0%} of its answers are 0")

# %% [markdown]
# Half of the first layer's answers, and more the deeper one looks: the code is **sparse**, and
# each image is described by the few units that do answer. But a unit that is silent for *every*
# image has died: its gradient is 0 too, and it learns nothing any more.

# %% exercise="dead_maps"

# %% check="dead_maps"

# %% [markdown]
# Lecture 003: "Feature maps need to be uncorrelated and have high variance." Two functions look
# for the opposite:

# %%
from cnnteach.training.diagnostics import correlated_maps, dead_units

print(dead_units(net, "relu1", images[:50]))
print(correlated_maps(net, "relu1", images[:50], limit=0.9))

# %% [markdown]
# **Play:** walk through the network. Click a map in the row of layers, a place in the map, and see
# the products that made its number; click into the window, and you are one layer further down.
# Paint on the image: can you make an edge that excites a unit more than any photograph does?

# %%
from cnnteach.explain import explore
from cnnteach.widgets import NetworkExplorer

source = explore(net, images, layers=["conv1", "relu1", "pool1", "conv2", "relu2", "scores"])
NetworkExplorer(source, layer=1, unit=10, image=12)

# %% [markdown]
# ## Recap
#
# - A first layer learns edges, bars and opponent colours; so do k-means and ICA, and so did
#   evolution. They are in the photographs.
# - An honest picture keeps 0 grey and says its scale.
# - A filter is excited most by what looks like it; its spectrum says which stripes that are.
# - A simple cell minds the phase. Two of them, squared and added, do not: a complex cell.
# - Deeper filters are not pictures. Maps are sparse, and a unit that is always 0 is dead.
#
# **Next:** [11 Top-9 patches](11_top_9_patches.ipynb) asks 1,700 images what a unit likes.
