# %% [markdown]
# # 11 · Top-9 patches
#
# **When you are through this page, you can**
#
# - find where in an image a unit answers most, and which pixels it saw there,
# - follow a box of pixels down through strides, pooling and padding,
# - search any number of images for what excites every unit, without keeping a single map,
# - put searches of many machines together,
# - say what a unit of a deep layer looks for, and what its nine patches do not prove.
#
# **Time:** 30 minutes to read and play, 53 for the exercises · **Follows:** lecture 001 "Layer 1:
# Top-9 Patches" to "Layer 5: Top-9 Patches" (Zeiler and Fergus, 2014)

# %% [markdown]
# ## Ask the images
#
# What does a unit of the third layer look for? Its 576 weights do not say. Zeiler and Fergus asked
# the images: show the network as many as you have, note which excites the unit most, and look at
# *the patch that it saw*. Ours are photographs, whole and at half their size, cut into tiles:

# %%
def tiles(image):
    rows, columns = (side // 32 for side in image.shape[:2])
    cut = image[: 32 * rows, : 32 * columns].reshape(rows, 32, columns, 32, 3)
    return cut.swapaxes(1, 2).reshape(-1, 32, 32, 3)


# %%
import numpy as np

from cnnteach.datasets import photo

names = ("astronaut", "chelsea", "china", "coffee", "flower", "rocket")
photos = [photo(name) for name in names]
images = np.concatenate([tiles(each) for each in photos + [each[::2, ::2] for each in photos]])
images.shape

# %% [markdown]
# First one unit of the second layer and one image, by hand. **Predict:** 32 × 32 pixels went
# through a pooling of stride 2: how large is its map?

# %%
from cnnteach import models
from cnnteach.explain import activations

net = models.load("zfnet_cifar10")
image = images[213]
plane = activations(net, image, "relu2")["relu2"].maps[0, :, :, 20]
plane.shape, round(float(plane.max()), 2), divmod(int(plane.argmax()), plane.shape[1])

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

captioned(
    show_images(image, plane, titles=("image", "unit 20 of the second layer")),
    caption="A tile of a photograph, and one unit's map of it: black is 0.",
    alt="Left, a small piece of a photograph. Right, a coarse dark map with a few bright squares.",
)

# %% exercise="strongest_places"

# %% check="strongest_places"

# %% [markdown]
# ## From a place in the map to pixels
#
# The map has 16 × 16 places, the image 32 × 32 pixels. **Predict:** how many rows of the image
# does a unit in row 5 of the map look at, and from which on?

# %%
summary = models.summary(net)
for name in ("conv1", "pool1", "conv2", "conv3"):
    field = summary[name].field
    print(
        name, "sees", field.size[0], "pixels, jumps", field.jump[0], "and starts at", field.start[0]
    )

# %% [markdown]
# Three numbers per layer are enough. A unit of `conv2` sees 13 pixels; its neighbour sees 13 that
# lie 2 further; and the first one begins 5 pixels *before* the image, since the layers pad.

# %% exercise="rows_seen"

# %% check="rows_seen"

# %% exercise="patch_box"

# %% check="patch_box"

# %% [markdown]
# Is it true? Change all pixels outside of the box, and the answer must stay; change one inside,
# and it may move. **Predict:** the two differences.

# %%
row, column = np.unravel_index(plane.argmax(), plane.shape)
(top, bottom), (left, right) = summary["conv2"].field.box(row, column)
rows, columns = slice(max(top, 0), bottom), slice(max(left, 0), right)
noise = np.random.default_rng(0).integers(0, 256, image.shape, dtype=np.uint8)
outside, inside = noise.copy(), image.copy()
outside[rows, columns] = image[rows, columns]
inside[rows, columns] = noise[rows, columns]
for name, changed in (("outside", outside), ("inside", inside)):
    answer = activations(net, changed, "relu2")["relu2"].maps[0, row, column, 20]
    print(f"changed {name}: {answer - plane.max():+.5f}")

# %% [markdown]
# ## All units at once
#
# Now all images, and every unit of three layers.

# %%
from cnnteach.explain import top_patches

top = top_patches(net, ["conv1", "relu2", "relu3"], images)
top

# %%
from cnnteach.explain import filters
from cnnteach.figures.filters import filter_pictures

units = [1, 4, 9, 10, 20, 37, 41, 44]
pictures, _ = filter_pictures(filters(net)[..., units])
best = [top["conv1"].pictures(unit) for unit in units]

# %%
from cnnteach.figures.patches import show_patches

captioned(
    show_patches(best, titles=units, filters=pictures, columns=4),
    caption="First layer: eight filters, each with the nine patches that excite it most.",
    alt="Eight filters beside squares of nine patches, which have the filter's edge or colour.",
)

# %% [markdown]
# The nine look like the filter beside them: same direction, same colours. Now deeper.
# **Predict:** will the patches of one unit still look alike?

# %%
units = [5, 13, 17, 27, 30, 37, 42, 60]
captioned(
    show_patches([top["relu3"].pictures(unit) for unit in units], titles=units, columns=4),
    caption="Third layer: the nine patches of eight units. Hatched: beyond the image's border.",
    alt="Eight squares of nine patches: leaves, roof tiles, bands, curved edges, each of one kind.",
)

# %% [markdown]
# Yes, but in another way: leaves, a roof's tiles, bands, a curved edge of a cup or a face,
# whatever its exact place and often its colour. The network has begun not to care about what does
# not matter.
#
# Nine patches show what excites a unit *most*. They do not show all that excites it, and they
# can be only as good as the images: these are a few photographs cut into pieces.
#
# ## How it is done without keeping a map
#
# Two passes. The first keeps of each map its *greatest value*: one number an image and unit.
# These say which nine images win. The second computes the winners again, at most 9 a unit however
# many images there were, and looks for the place.

# %% exercise="best_images"

# %% check="best_images"

# %% [markdown]
# Now all of it, from images and maps to patches:

# %% exercise="cut_top_patches"

# %% check="cut_top_patches"

# %% exercise="top_9_order"

# %% check="top_9_order"

# %% [markdown]
# **Predict:** 10,000 images of this size, all maps of three layers kept as floats of 4 bytes, how
# many gigabytes is that? And the greatest values alone?

# %%
maps = 10_000 * (32 * 32 * 48 + 16 * 16 * 64 + 8 * 8 * 128) * 4
greatest = 10_000 * (48 + 64 + 128) * 4
f"{maps / 1e9:.1f} GB of maps, {greatest / 1e6:.1f} MB of greatest values"

# %% [markdown]
# `cnnteach bench --explain` measures it: the search costs about what `model.predict` costs alone.
#
# ## Who never answers
#
# After a ReLU, a unit that no image excites has nine "best" images that all give 0. These are
# ties, not likings, and are left out:

# %%
for name in ("relu2", "relu3"):
    part = top[name]
    print(
        name, "dead:", part.dead.sum(), "of", len(part), "- patches that count:", part.counts.sum()
    )

# %% [markdown]
# ## Many machines
#
# Cut the images into parts, **shards**, one for each machine. An image that is not among the nine
# best of its own shard cannot be among the nine best of all. So shards can be searched apart, and
# the winners merged.

# %% exercise="merge_best"

# %% check="merge_best"

# %% [markdown]
# `TopPatches.merged` does that for all units. **Predict:** is the merged search the same as the
# search of all?

# %%
from cnnteach.explain import TopPatches

halves = [top_patches(net, "relu2", half) for half in np.array_split(images, 2)]
merged = TopPatches.merged(halves)
np.array_equal(merged["relu2"].images, top["relu2"].images)

# %% [markdown]
# With Dask, `client.map(search, shards)` searches each shard on a worker, of this machine
# (`LocalCluster`) or of many (`Client("tcp://scheduler:8786")`): `help(TopPatches)` has the dozen
# lines.
#
# ## Beat the dataset
#
# **Play:** choose a unit, press *Clear*, and *paint* what it likes. The line below the image
# says how far you are from rank 1 of the dataset. What the pictures below show, *back to the
# pixels*, is which part of each patch the unit answered to; copy that.

# %%
from cnnteach.explain import explore
from cnnteach.widgets import NetworkExplorer

source = explore(net, images[::4], layers=["conv1", "relu1", "conv2", "relu2", "conv3", "relu3"])
NetworkExplorer(source, layer=3, unit=20, image=10)

# %% [markdown]
# It is not hard to win: paint is brighter and sharper than any photograph. So what excites a unit
# most of all need not look like anything: notebook 12 climbs there by the gradient.
#
# ## Recap
#
# - A unit's place in its map, times the jump, plus the start, is where its patch begins; size,
#   jump and start follow from kernels, strides and paddings.
# - Pixels outside of that box cannot matter.
# - Keep greatest values, not maps; compute the winners again.
# - First layers' patches look like their filters, deeper ones share a thing and not its place.
# - Winners of shards merge into the winners of all.
#
# **Next:** [12 Inside the network](12_inside_the_network.ipynb), back from a unit to the pixels.
