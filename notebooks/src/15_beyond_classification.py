# %% [markdown]
# # 15 · Beyond classification
#
# **When you are through this page, you can**
#
# - write a dense layer as a convolution, and so let a classifier slide over any photograph,
# - follow a detector from its score maps to one box for each thing,
# - say what a threshold costs, in precision and in recall,
# - search for pictures by what a network makes of them, and judge what was found,
# - give each pixel a class, and make a small map large again by a transposed convolution,
# - say why 99 % of the pixels right may be worth nothing.
#
# **Time:** 45 minutes to read and play, 53 for the exercises; take them in three sittings ·
# **Follows:** lecture 000 "Retrieval", "Detection" and "Segmentation", 001 "Recognition", 002
# "Road segmentation"

# %% [markdown]
# ## One network, three more questions
#
# A classifier gives one answer for a whole image. Lecture 001 asks for more (notebook 01 has its
# list), and lecture 000 shows what became of the same networks:
#
# | task | its question | the answer | in lecture 000 |
# |---|---|---|---|
# | detection | Where are they, and how many? | boxes with scores | Faster R-CNN, 2015 |
# | retrieval | Which pictures are like this one? | a list, the best first | Krizhevsky, 2012 |
# | segmentation | What is at each pixel? | a map of classes | Farabet and others, 2012 |
#
# None of them needs a new kind of layer. Part one: where is the face?

# %%
from cnnteach.datasets import photo
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

astronaut = photo("astronaut")
captioned(
    show_images(astronaut, height=3),
    caption="Eileen Collins, 512 × 512 pixels. NASA, public domain.",
    alt="An astronaut in an orange suit, smiling; behind her a flag and a model of the Shuttle.",
)

# %% [markdown]
# ## 1 · Detection: a classifier that slides
#
# This small network takes a window of 25 × 25 grey pixels and gives one number: above 0 if the
# window rather shows a face. It learned from 80 faces, and never saw this photograph.

# %%
from cnnteach import models, tasks

detector = tasks.face_detector()
models.summary(detector)

# %% [markdown]
# To search, cut a window out at every fourth pixel and ask, again and again. But windows that
# overlap share most of their pixels, and each would be convolved anew.
#
# **Predict:** the two convolutions would slide over a larger photograph as they are. Which layer
# would not, and why?

# %%
import numpy as np

face = tasks.shorter_side(astronaut, 123)[5:65, 20:85].mean(axis=2).astype(np.float32) / 255
try:
    detector(face[None, :, :, None])
except ValueError as error:
    print(error)

# %% [markdown]
# Keras refuses at the door, since this network was built for 25 × 25. The layer that could not
# follow is `hidden`, the dense one: it has a weight for each of 4 · 4 · 32 = 512 numbers, and a
# larger photograph gives more of them. Yet what a unit of it does is to multiply a block of 4 × 4 ×
# 32 numbers by as many weights, and to add up. **Predict:** what do we call that?

# %%
from cnnteach import ops

rng = np.random.default_rng(0)
maps, weights = rng.integers(-3, 4, (1, 4, 4, 2)), rng.integers(-2, 3, (4 * 4 * 2, 3))
kernels = weights.reshape(4, 4, 2, 3)
print("dense layer:", maps.reshape(1, -1) @ weights)
print("convolution:", ops.conv2d(maps, kernels).ravel())

# %% [markdown]
# A convolution whose kernel is as large as its input: it fits in one place only. On a larger input
# it fits in more, and gives an answer at each:

# %%
ops.conv2d(rng.integers(-3, 4, (1, 6, 9, 2)), kernels).shape

# %% exercise="dense_to_kernels"

# %% check="dense_to_kernels"

# %% [markdown]
# Now the whole detector. `convolutional` puts a 4 × 4 convolution in the place of `hidden` and a
# 1 × 1 convolution in that of `score`, with the same weights. **Predict:** for the 60 × 65 pixels
# around the face, how many answers come, if the window moves by 4? And how far do they lie from
# those of the windows one by one?

# %%
import keras

sliding = tasks.convolutional(detector)
scores = keras.ops.convert_to_numpy(sliding(face[None, :, :, None]))[0, :, :, 0]
places = [(row, column) for row in range(0, 36, 4) for column in range(0, 41, 4)]
windows = np.stack([face[row : row + 25, column : column + 25] for row, column in places])
one_by_one = keras.ops.convert_to_numpy(detector(windows[..., None])).reshape(scores.shape)
print(scores.shape, "answers; they differ by", np.abs(scores - one_by_one).max())

# %% [markdown]
# (60 − 25) // 4 + 1 = 9 times (65 − 25) // 4 + 1 = 11, and the numbers are the same, but for
# rounding. One by one, the first layer reads 99 windows of 625 pixels, 61,875; sliding, it reads
# 3,900 once: a sixteenth. A network without dense layers is called **fully convolutional**. (Zip
# codes were read so in 1992, by Matan and others; OverFeat, 2014, did it with AlexNet's kind.)

# %%
captioned(
    show_images(face, scores, titles=("60 × 65 pixels", "9 × 11 answers"), height=2.4),
    caption="The answer is largest where the window's middle lies on the face's.",
    alt="A small grey portrait; beside it a coarse map, brightest in the middle.",
)

# %% [markdown]
# ## Faces of every size
#
# The window knows faces of 25 pixels. In the photograph this one is about 105 pixels high.
# **Predict:** what do we do: larger windows, or something else?
#
# We make the photograph smaller, again and again: an **image pyramid**. In one of its scales the
# face has the size that the network knows.

# %%
small = tasks.detector_arrays(astronaut, longest=256)
for level in small["maps"][::3]:
    rows, columns = level.scores.shape
    print(f"{level.image.shape} pixels: {rows} x {columns} windows")
sum(level.scores.size for level in small["maps"])

# %%
from cnnteach.figures.detection import show_score_maps

some = small["maps"][1:8:3]
scores, boxes = [level.scores for level in some], [level.boxes() for level in some]
heights = [f"{level.image.shape[0]} pixels high" for level in some]
captioned(
    show_score_maps(small["image"], scores, boxes, heights, threshold=4.6),
    caption="What the network says at three of the scales. Boxes: more than 99 % sure of a face.",
    alt="The photograph, and three dark maps of it. One has a bright spot with boxes at the face.",
)

# %% [markdown]
# Only where the face has about 25 pixels does the map light up.

# %% exercise="windows_in_pyramid"

# %% check="windows_in_pyramid"

# %% [markdown]
# ## Many boxes, one face
#
# **Predict:** how many windows, over all scales, are more than 99 % sure (score above 4.6)?

# %%
from cnnteach.figures.detection import show_boxes
from cnnteach.widgets import DetectorExplorer

explorer = DetectorExplorer()
found, sure = explorer.windows
captioned(
    show_boxes(explorer.image, found, height=3.2),
    caption=f"The face was found {len(found)} times.",
    alt="The astronaut's face in several boxes, shifted and of different sizes.",
)

# %% [markdown]
# Neighbouring windows see nearly the same. How much two boxes agree is measured by their
# **intersection over union**, IoU: the area that both have, by the area that either has.

# %%
tasks.intersection_over_union(found[:1], found).round(2)

# %% exercise="iou"

# %% check="iou"

# %% [markdown]
# **Non-maximum suppression** keeps the box with the best score, drops all that overlap it too far,
# and goes on with the best of the rest.

# %%
kept = tasks.non_maximum_suppression(found, sure, overlap=0.3)
captioned(
    show_boxes(explorer.image, found[kept], [f"{score:.1f}" for score in sure[kept]], height=3.2),
    caption="One box, with its score.",
    alt="The astronaut's face in one box, from the hair to the chin.",
)

# %% exercise="keep_the_best"

# %% check="keep_the_best"

# %% [markdown]
# **Play:** below is all of it. Walk through the scales. Then lower the threshold: where does the
# first false box appear, and what is there in the photograph? Raise the overlap to 0.8: why does
# the same face get several boxes? Set it to 0: what would go wrong with two people cheek to cheek?

# %%
explorer

# %% [markdown]
# ## What a threshold costs
#
# A low threshold finds more faces, and more that is none. Two shares say how it stands:
#
# - **precision**: of what was found, how much is a face?
# - **recall**: of the faces, how many were found?
#
# Twenty faces that the network never saw, among all windows of this photograph that have next to
# nothing in common with hers. **Predict:** a network that always says "no face": what share would
# it have right?

# %%
from cnnteach.tasks.face_windows import labelled_windows

boxes = np.concatenate([level.boxes().reshape(-1, 4) for level in small["maps"]])
all_scores = np.concatenate([level.scores.ravel() for level in small["maps"]])
apart = tasks.intersection_over_union(boxes, found[kept])[:, 0] < 0.1
faces = keras.ops.convert_to_numpy(detector(labelled_windows().test_faces[..., None]))[:, 0]
judged = np.concatenate([faces, all_scores[apart]])
is_face = np.arange(len(judged)) < len(faces)
print(f"{len(judged)} windows, 20 of them faces: {1 - is_face.mean():.2%} would be right")

# %%
from cnnteach.figures.threshold import show_threshold

captioned(
    show_threshold(judged, is_face, marked=(-4, 0, 4.6)),
    caption="Left: both shares as the threshold moves. Right: one against the other.",
    alt="Precision rises to 1 with the threshold, recall falls in steps; they meet at the top.",
)

# %%
for threshold in (-4, 0, 4.6, 20):
    hits, above = (faces > threshold).sum(), (judged > threshold).sum()
    print(f"above {threshold}: precision {hits / above:.2f}, recall {hits / 20:.2f}")

# %% [markdown]
# One of the twenty is missed at any threshold that is of use. Which of the two matters more? For a
# camera that focuses, a missed face is worse; for a door that opens, a false one. The network does
# not choose: who sets the threshold does.
#
# Windows at all places and scales are many, nearly all of them in vain. *Faster R-CNN* (Ren, He,
# Girshick and Sun, 2015; lecture 000) needs no pyramid: a small network slides over the last map of
# a large one, and at each place judges nine boxes, of three sizes and three shapes, and says how to
# shift them. Of about 20,000 boxes, non-maximum suppression leaves 2,000, and those alone are
# looked at closely.
#
# ## 2 · Retrieval: pictures like this one
#
# Krizhevsky's figure in lecture 000 shows photographs, and for each the six of the training set
# that are nearest to it. Nearest in which space? **Predict:** could one simply compare pixels?

# %%
from cnnteach.datasets import patches

data = patches()
images, labels = data.train
tests, answers = data.test
pixels, asked = images.reshape(len(images), -1) / 255, tests.reshape(len(tests), -1) / 255
by_pixels = tasks.nearest(pixels, asked, k=5)

# %%
net = models.load("zfnet_cifar10")
features = tasks.features(net, images, layer="relu3")
by_features = tasks.nearest(features, tasks.features(net, tests, layer="relu3"), k=5)
features.shape

# %% [markdown]
# 128 numbers describe an image now: the maps of the third layer, averaged, of a network that
# learned other things (as in notebook 14). Two images are near if the angle between their numbers
# is small.

# %%
from cnnteach.figures.retrieval import show_neighbours

shown = [int(np.flatnonzero(answers == kind)[1]) for kind in (1, 3, 5)]
near = by_pixels.places[shown]
captioned(
    show_neighbours(tests[shown], images[near], right=labels[near] == answers[shown, None]),
    caption="By pixels: what was asked for, and its neighbours, the nearest first. ✓: same class.",
    alt="Three rows: a query, and five images of like colours. Grey faces stand beside a flower.",
)

# %%
near = by_features.places[shown]
captioned(
    show_neighbours(tests[shown], images[near], right=labels[near] == answers[shown, None]),
    caption="By features: the same three.",
    alt="Three rows: a query, and five images of its kind, all right: cats, cups and flowers.",
)

# %% [markdown]
# By pixels, a dark image is near to dark ones. The share of right ones among the first k is the
# **precision at k**:

# %%
for name, neighbours in (("pixels", by_pixels), ("features", by_features)):
    share = tasks.precision_at_k(neighbours, labels, answers)
    print(f"{name}: precision at 5 is {share:.1%}; by chance it would be 10%")

# %% [markdown]
# ## Why pixels fail
#
# Handwritten digits, white on black, all in the middle of their image: here pixels should do well.
# We search 4,000 for neighbours of 1,000 others, and then push these to the right, by 1 to 4
# pixels. **Predict:** at which shift do pixels find half of what they found? And LeNet-5's 84
# features?

# %%
from cnnteach.datasets import mnist

(stored, kinds), (new, new_kinds) = mnist(embedded=True)[:2]
pushed = np.stack([np.roll(new, shift, axis=2) for shift in range(5)])
lenet = models.load("lenet5_digits")
described = tasks.features(lenet, np.concatenate([stored, *pushed])[..., None])
for shift in range(5):
    flat = tasks.nearest(stored.reshape(4000, -1), pushed[shift].reshape(1000, -1), k=5)
    deep = tasks.nearest(described[:4000], described[4000 + 1000 * shift :][:1000], k=5)
    both = [f"{tasks.precision_at_k(each, kinds, new_kinds):.0%}" for each in (flat, deep)]
    print(f"{shift} pixels to the right: by pixels {both[0]}, by features {both[1]}")

# %% [markdown]
# A stroke is two or three pixels wide. Pushed by as much, it meets none of the pixels where it was,
# and to the pixels the image is another one. The convolutions' maps move along with it
# (equivariance, notebook 05), pooling forgives a part of the way (notebook 06), and the layers
# above learned from digits that differ in just such ways.
#
# Precision at 5 looks at five. **Average precision** looks at the whole list, and at its order:

# %% exercise="average_precision"

# %% check="average_precision"

# %% [markdown]
# ## 3 · Segmentation: a class for each pixel
#
# Lecture 002 finds the road at each pixel; we shall find coins. The plainest way is a classifier of
# windows again: cut out the window around a pixel, ask what its middle is, and go on to the next
# pixel. So Ciresan and others found the membranes of nerve cells in 2012, in windows of
# 65 × 65 pixels and more.
#
# **Predict:** for this photograph, how many pixels does the first layer read that way, and how many
# if the network slides?

# %%
coins = photo("coins")
windows_read = coins.size * 65 * 65
print(f"{coins.shape}: {windows_read:,} by windows, {coins.size:,} sliding: 1 in {65 * 65:,}")

# %% [markdown]
# So the network slides: Long, Shelhamer and Darrell, 2015, made VGG fully convolutional. This is a
# small one of that kind; it learned from the left three quarters of the photograph. Each pixel is
# given the likelier of two classes.

# %%
from cnnteach.datasets.coins import labelled_coins
from cnnteach.figures.segmentation import show_regions

truth = labelled_coins()
probabilities = tasks.segment(coins)
said = probabilities.argmax(axis=-1)
captioned(
    show_regions(coins, said, truth, classes=("ground", "coin"), seam=288),
    caption="Right of the dashed line lies what it never saw. Wrong are pixels at the coins' rims.",
    alt="Rows of old coins; over them a map that marks coins, the true map, and thin wrong rims.",
)

# %% [markdown]
# ## Large again
#
# "Recall that pooling layers shrink the dimension. For segmentation, we want the final output to be
# the same size as the input" (lecture 002). Five poolings leave 10 × 12 of 303 × 384 pixels. How
# does a small map become a large one?
#
# A convolution *gathers*: it makes one number of a window. The other way round, *scatter*:
# paint a kernel, times the number, onto a large map, and move on by the stride. Where painted
# kernels overlap they add up. This is a **transposed convolution**.
#
# **Predict:** the map [[1, 2], [3, 4]], a kernel of 2 × 2 ones, stride 2: how large is the result,
# and what stands in it? And with stride 1?

# %%
from cnnteach.figures.numbers import numbers

small_map, ones = np.array([[1, 2], [3, 4]]).reshape(1, 2, 2, 1), np.ones((2, 2, 1, 1), int)
wide, narrow = (ops.conv2d_transpose(small_map, ones, stride=stride) for stride in (2, 1))
grids = [each[0, :, :, 0] for each in (small_map, wide, narrow)]
captioned(
    numbers(*grids, titles=("small", "stride 2", "stride 1"), between=("→", "")),
    caption="With stride 2 the painted ones lie side by side; with stride 1 they overlap.",
    alt="2 by 2 numbers become 4 by 4, each four times; or 3 by 3 with 10 in the middle.",
)

# %% exercise="transposed_convolution"

# %% check="transposed_convolution"

# %% [markdown]
# You have met it before: notebook 07 handed a gradient back through a convolution, from dY to dX.
# **Predict:** is dX of a convolution with stride 2 the same as the transposed convolution of dY?

# %%
dy, kernel = rng.integers(-3, 4, (1, 3, 4, 1)), rng.integers(-3, 4, (3, 3, 1, 1))
x = rng.integers(-3, 4, (1, 7, 9, 1))
dx, dw, db = ops.conv2d_backward(dy, x, kernel, stride=2)
painted = ops.conv2d_transpose(dy, kernel, stride=2)
dx.shape, np.array_equal(dx, painted)

# %% [markdown]
# The same numbers: the layer that makes maps large is the backward pass of the layer that makes
# them small. ("Deconvolution", as it is often called, undoes the shape only, not the values.)
#
# **Play:** point at cells of dX: which cells of dY reach it, through which weight? Set the stride
# to 1, 2 and 3. Where do kernels overlap, where not at all?

# %%
from cnnteach.widgets import ConvExplorer

ConvExplorer(x[0, :, :, 0], kernel[:, :, 0, 0], stride=2, backward=True, traced=("x", 2, 2, 0))

# %% [markdown]
# ## A pattern that nobody wanted
#
# **Predict:** all numbers of a map are 1, and so are all weights of a 3 × 3 kernel; stride 2. Is
# the large map the same everywhere? And with the 4 × 4 kernel [1 3 3 1] × [1 3 3 1] / 16?

# %%
flat, bilinear = np.ones((1, 4, 4, 1)), np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 16
painted = [
    ops.conv2d_transpose(flat, each[:, :, None, None], stride=2)[0, :, :, 0]
    for each in (np.ones((3, 3)), bilinear)
]
captioned(
    numbers(*painted, titles=("3 × 3 ones", "[1 3 3 1] × [1 3 3 1] / 16")),
    caption="Where kernels overlap unevenly, a checkerboard appears (Odena and others, 2016).",
    alt="Left 1, 2 and 4 alternate like a chessboard. Right, away from the rim all are 1.",
)

# %% [markdown]
# 3 is no multiple of 2: one, two or four kernels meet at a pixel. The right kernel overlaps evenly,
# and what it does is bilinear interpolation. Our network begins with it, and may then learn better.
#
# ## What, and where
#
# Deep layers know *what*: each of their numbers has seen hundreds of pixels. But they no longer
# know *where*. So the network adds the scores of its finer maps on the way up:

# %%
from cnnteach.explain import activations

ways = ["score7", "fuse16", "fuse8", "fuse4"]
seen = activations(tasks.segmenter(), coins[None, :, :, None], ways)
leads = [seen[way].maps[0, :, :, 1] - seen[way].maps[0, :, :, 0] for way in ways]
sizes = [f"{len(lead)} × {len(lead[0])}" for lead in leads]
captioned(
    show_images(*leads, titles=sizes, height=1.7),
    caption="By how much the score of coin leads that of ground, from coarse to fine.",
    alt="Four maps, from a few grey squares to sharp bright coins on black.",
)

# %% [markdown]
# Coins are easy to tell by brightness and texture, so here the finer maps decide. To tell a sofa
# from an armchair, a network needs the coarse ones, too.
#
# ## How good is a map?
#
# **Predict:** we want one coin only, the first. A network says "ground" everywhere. How many of the
# pixels has it right?

# %%
first_coin = truth.copy()
first_coin[75:], first_coin[:, 75:] = 0, 0
nothing = tasks.region_overlap(np.zeros_like(truth), first_coin, classes=2)
f"accuracy {nothing.accuracy:.1%}, IoU of the coin {nothing.iou[1]:.0%}"

# %% [markdown]
# Nearly all, and the map is worth nothing. IoU is the measure that you know from boxes, with pixels
# in the place of areas: what both maps call coin, by what either does. The ground that both agree
# on does not count. For the whole photograph, and for the part that was never seen:

# %%
for name, part in (("all", slice(None)), ("never seen", slice(288, None))):
    overlap = tasks.region_overlap(said[:, part], truth[:, part], classes=2)
    print(f"{name}: accuracy {overlap.accuracy:.1%}, IoU of the coins {overlap.iou[1]:.1%}")

# %% exercise="iou_of_a_coin"

# %% check="iou_of_a_coin"

# %% [markdown]
# (The truth itself was drawn by a program, from brightness: at the rims nobody knows.)
#
# ## And further
#
# The other pictures of lecture 000 are the same three questions, asked of other things. Toshev and
# Szegedy (2014) let a network answer with numbers: where are the joints of a person? Turaga and
# others (2010) segmented nerve cells, Ciresan and others (2013) searched tissue for dividing cells
# by a sliding network, Sermanet and LeCun (2011) read traffic signs, and self-driving cars ask all
# of it many times a second.
#
# ## Recap
#
# - A dense layer is a convolution whose kernel fills its input. Without dense layers, a network
#   takes an image of any size, and gives an answer at each place.
# - A detector: score maps at every scale of a pyramid, a threshold, non-maximum suppression by IoU.
# - Precision and recall pull at the threshold from both sides.
# - Features of a network find what is alike where pixels find what is equally bright.
# - Segmentation shrinks to know what, and enlarges to say where. A transposed convolution paints
#   what a convolution gathers: it is its backward pass.
# - Where one class is rare, accuracy flatters: look at its IoU.
#
# **Next:** [16 Convolution over words](16_convolution_over_words.ipynb)
