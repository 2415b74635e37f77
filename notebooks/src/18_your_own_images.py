# %% [markdown]
# # 18 · Your own images
#
# The capstone: everything on this page is there to be done again with photographs of yours. As it
# stands it runs with those of the course, so that you can see it whole first.
#
# **When you are through this page, you can**
#
# - open a photograph or a folder of your own, and know what was done to it,
# - find pictures that are like another, by what a network makes of them,
# - build a classifier of your own classes in a second, on features that were learned elsewhere,
# - say how many photographs it needs, which classes it confuses, and where it fails,
# - look inside: which patches excite its units, which pixels it minds,
# - hand in or show what you found, as a page of your own.
#
# **Time:** 50 minutes to read and play, and an evening with a camera · **Lectures:** 002 "Can
# we learn features from data?", 003 "Practical Tips"

# %% [markdown]
# ## One photograph
#
# Write the path of a file between the quotes, such as `"~/Pictures/dog.jpg"` (on Windows, too,
# with `/` in place of `\`); where there is nothing, a cup of coffee is taken.

# %%
from cnnteach.datasets import open_image, photo

path = ""
picture = open_image(path) if path else photo("coffee")
picture.shape, picture.dtype

# %% [markdown]
# `open_image` turns it upright, lays transparent parts on white, and makes it smaller where it has
# more than 1024 pixels along a side. What comes out is red, green and blue, 0 to 255.
#
# **Predict:** where in *your* picture will *sobel_x* answer most, and where not at all?

# %%
from cnnteach.widgets import KernelLab

KernelLab(picture, kernel="sobel_x", colour=False)

# %% [markdown]
# **Play:** now *steepness*, which sees edges of every direction. Then *template*: cut out a piece
# that comes twice (an eye, a window, a letter). Does the second one match? Try *normalised*.
#
# ## A folder of photographs
#
# Make a folder for each thing that you want to tell apart, and put its photographs there:
#
#     my_photos/
#         mugs/      IMG_1.jpg  IMG_2.jpg  ...
#         plants/    IMG_7.jpg  ...
#
# Ten of each will do to begin with. Until then, the course's ten kinds of patches are taken.

# %%
import numpy as np

from cnnteach.datasets import image_folder, patches

folder = ""
data = image_folder(folder, side=32) if folder else patches()
mixed = np.random.default_rng(0).permutation(len(data.train[1]))[:800]
images, labels = data.train[0][mixed], data.train[1][mixed]
tests, answers = data.test
data

# %% [markdown]
# A fifth of each folder is set aside for the test. *Look at them*, before any network does: are
# the middles of your photographs, at 32 × 32 pixels, still what you meant?

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

names = [data.classes[label] for label in labels[:10]]
captioned(
    show_images(*images[:10], titles=names, columns=5, height=1.3),
    caption="The first of the images to learn from, as the network will see them.",
    alt="Ten small square images with the names of their classes above.",
)

# %% [markdown]
# ## What is like what?
#
# To train a network from nothing takes thousands of images. We do not have to: this one learned
# from 50,000 photographs of CIFAR-10, and its third layer's 128 maps, averaged, describe yours.

# %%
from cnnteach import models
from cnnteach.tasks import features

net = models.load("zfnet_cifar10")
stored, asked = features(net, images, layer="relu3"), features(net, tests, layer="relu3")
stored.shape, asked.shape

# %% [markdown]
# **Predict:** nobody has told this network your classes. Of the five images whose 128 numbers are
# nearest to a new one's, how many are of its class?

# %%
from cnnteach.figures.retrieval import show_neighbours
from cnnteach.tasks import nearest

some = np.linspace(0, len(tests) - 1, 4).astype(int)
places, distances = nearest(stored, asked[some], k=5)
captioned(
    show_neighbours(tests[some], images[places], right=labels[places] == answers[some, None]),
    caption="Left a new image; beside it its neighbours, the nearest first. ✓ is the same class.",
    alt="Four rows: a small image, and five others with a green tick or an orange cross above.",
)

# %%
from cnnteach.tasks import precision_at_k

precision_at_k(nearest(stored, asked, k=5), labels, answers)

# %% [markdown]
# Where neighbours are of one class, a line can divide the classes. Where they are not, look at
# them: what do they share? The background is a usual answer.
#
# ## A classifier of your own
#
# One dense layer on the 128 numbers, trained by gradient descent: notebook 09 on a small scale. The
# network below it stays as it is.

# %%
from cnnteach import ops


def head(x, kinds, steps=200, rate=0.3):
    w, b = np.zeros((x.shape[1], len(data.classes))), np.zeros(len(data.classes))
    for _ in range(steps):
        _, dscores = ops.softmax_cross_entropy(x @ w + b, kinds)
        w, b = w - rate * (x.T @ dscores), b - rate * dscores.sum(axis=0)
    return w, b


# %%
mean, spread = stored.mean(axis=0), stored.std(axis=0) + 0.01
x, t = (stored - mean) / spread, (asked - mean) / spread
w, b = head(x, labels)
said = np.argmax(t @ w + b, axis=1)
print(f"{np.mean(said == answers):.1%} of the test images are right")

# %% [markdown]
# ## How many photographs does it need?
#
# **Predict:** with one image of each class, how many of the test's are right? With three, with ten?

# %%
for count in (1, 3, 10, 50):
    few = [np.flatnonzero(labels == kind)[:count] for kind in range(len(data.classes))]
    chosen = np.concatenate(few)
    w_few, b_few = head(x[chosen], labels[chosen])
    right = np.mean(np.argmax(t @ w_few + b_few, axis=1) == answers)
    print(f"at most {count} of each class: {right:.0%} right")

# %% [markdown]
# Each step up costs more photographs than the last. If the curve still climbs at its end, take more
# of them; if it is flat, more of the same will not help: take *others*.
#
# ## Where it fails
#
# The share that is right hides more than it says. **Predict:** which two of the classes does it
# confuse most often?

# %%
from cnnteach.figures.confusion import show_confusion

confused = captioned(
    show_confusion(answers, said, data.classes),
    caption="How many of each class (row) were taken for what (column). Off the diagonal: wrong.",
    alt=f"A table of counts; {np.sum(said == answers)} of {len(said)} lie on the diagonal.",
)
confused

# %% [markdown]
# A row tells what became of a class; a column, what an answer is worth. Is one class taken for
# another, but not the other way round? Then look whether it has fewer images.
#
# Now the images themselves: those that it is most wrong about, or least sure of.

# %%
shares = ops.softmax(t @ w + b)
doubtful = np.argsort(shares[np.arange(len(t)), answers])[:8]
titles = [f"{data.classes[answers[n]]}\n{data.classes[said[n]]}?" for n in doubtful]
hardest = captioned(
    show_images(*tests[doubtful], titles=titles, height=1.3),
    caption="The hardest of the test: what it is, and below what the classifier takes it for.",
    alt="Small images, each with the name of its class and what was said of it above.",
)
hardest

# %% [markdown]
# ## What it looks for
#
# Each class weighs the 128 maps with weights of its own. Take the three maps that speak most for
# one class, and search your images for the patches that excite them most (notebook 11).
# **Predict:** will the patches show what *you* would look for?

# %%
from cnnteach.explain import top_patches

kind = int(answers[doubtful[0]])  # the class of the hardest image; or choose another
speaking = np.argsort(-w[:, kind])[:3]
top = top_patches(net, "relu3", images)["relu3"]

# %%
from cnnteach.figures.patches import show_patches

patches_seen = captioned(
    show_patches([top.pictures(unit) for unit in speaking], titles=speaking, columns=3),
    caption=f"The patches that most excite the three maps that speak for {data.classes[kind]}.",
    alt="Three squares of nine small patches of the images to learn from.",
)
patches_seen

# %% [markdown]
# Patches of other classes among them? What do they share with yours: a colour, an edge, a texture?
#
# ## Which pixels it minds
#
# For that the two parts become one network: up to the third layer that of CIFAR-10, then the mean
# of each map, then your dense layer. The features' mean and spread go into its weights.

# %%
import keras

maps = net.get_layer("relu3").output
pooled = keras.layers.GlobalAveragePooling2D()(maps)
layer = keras.layers.Dense(len(data.classes), activation="softmax", name="own_classes")
own = keras.Model(net.input, layer(pooled))
layer.set_weights([w / spread[:, None], b - mean / spread @ w])
float(np.abs(keras.ops.convert_to_numpy(own(tests / 255)) - shares).max())

# %% [markdown]
# The same shares, but for rounding. **Predict:** which pixels of the hardest image raise the score
# of its class: those of the thing, or those around it?

# %%
from cnnteach import explain
from cnnteach.figures.attributions import show_attributions

image = tests[doubtful[0]] / 255
minded = [explain.saliency_map(own, image, unit=kind), explain.grad_cam(own, image, unit=kind)]
pixels_minded = captioned(
    show_attributions(image, minded, titles=["saliency map", "Grad-CAM"]),
    caption=f"What the score of {data.classes[kind]} depends on, in the hardest image.",
    alt="A small image; bright pixels where its score is most sensitive; and a coarse warm spot.",
)
pixels_minded

# %% [markdown]
# Believe such a picture only so far as notebook 12 says: try an image that is right, too, and cover
# the place that seems to matter.

# %% [markdown]
# ## And the photograph of the beginning?
#
# Its middle, at 32 × 32 pixels. **Predict:** what will be said of it, and how surely?

# %%
from cnnteach.tasks import centre_crop, shorter_side

small = centre_crop(shorter_side(picture, 32), 32)
share = keras.ops.convert_to_numpy(own(small[None] / 255))[0]
{data.classes[n]: round(float(share[n]), 3) for n in np.argsort(-share)[:3]}

# %% [markdown]
# It *must* name one of its classes, however strange the image; and a share near 1 does not mean
# that it has seen anything of the kind. The patches are close-ups, and this is a whole table. Show
# it what you will show it later.
#
# ## Further
#
# - With the internet, `from cnnteach.tasks import recognise` and `recognise(picture)` says which of
#   ImageNet's thousand things it sees (SqueezeNet, 0.7 MB at the first use).
# - `find_faces(picture)` of the same module looks for faces, `read_digit(picture)` for one digit.
# - `own.save("my_classes.keras")` keeps your network; `keras.models.load_model` opens it again.
#
# ## Before you believe a result
#
# - Is one photograph, or one of a burst, in both parts? Then the test is not a test.
#   (The patches are a weak one: other pieces, but of the same ten photographs.)
# - Were all pictures of one class taken in one place? Then the network may know the place.
# - What share is right by chance, or by always naming the commonest class?
# - Did you choose anything (a rate, a layer) by looking at the test? Then you need new images.
# - Did you look at the images that are wrong? Were some of the *labels* wrong?
# - Whose pictures are they? Ask the people on them, before you share any.
#
# ## Your page
#
# Write a sentence of your own into each pair of quotes. What you asked, expected and found becomes
# one file with the figures of above, to hand in or to show; it opens in any browser, without a
# network. *Look through it first*: whoever gets the file gets the pictures in it.

# %%
question = "Can a network tell these kinds of photographs apart?"
expected = "I expected ..."
surprise = "What surprised me: ..."
doubt = "What I would check before I believe it: ..."

# %%
from cnnteach.figures.page import write_page

found = f"{np.mean(said == answers):.0%} of {len(answers)} test images are right."
figures_shown = (confused, hardest, patches_seen, pixels_minded)
words = (question, expected, found, surprise, doubt)
write_page("my_images.html", "My own images", *words, *figures_shown)

# %% [markdown]
# The file lies beside this notebook: a double click in the file browser at the left opens it.
#
# ## Recap
#
# - Own photographs come in by `open_image`, own classes by `image_folder`.
# - Features that were learned elsewhere make a classifier out of a handful of images.
# - The curve over the number of images says whether more of them will help.
# - What is wrong teaches more than the share that is right: the table of confusions, the hardest
#   images, and what the network minded in them.
#
# **Next:** [12 Inside the network](12_inside_the_network.ipynb) with an image of yours, or back to
# [the start](00_start_here.ipynb) and its map.
