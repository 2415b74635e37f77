# %% [markdown]
# # 08 · From Hubel and Wiesel to the Neocognitron
#
# **When you are through this page, you can**
#
# - say what a receptive field is, and what a simple and a complex cell do,
# - measure what a cell is tuned to,
# - say which part of a convolutional network goes back to which cell,
# - say what the Neocognitron had in 1980, and what it had not.
#
# **Time:** 25 minutes to read and play, 17 for the exercises · **Follows:** lecture 000 "Hubel &
# Wiesel", "A bit of history", 003 "Receptive Fields", "Conv. Net roots", 004 "Hubel and Wiesel
# 1959"

# %% [markdown]
# ## A cat, a slide, and a crack
#
# In 1958 David Hubel and Torsten Wiesel listened to single cells in the visual cortex of a cat
# while they showed it spots of light. The cells kept silent. Then the edge of a glass slide threw a
# thin line across the screen, and one cell fired like a machine gun. It wanted neither light nor
# dark, but an **edge**, at one angle.
#
# Each such cell looks at a small region of the retina, its **receptive field**. In some parts of it
# light excites the cell, in others it inhibits. "A light stimulus covering the whole receptive
# field" was therefore "ineffective in driving most units" (lecture 004). And cells that lie side by
# side look at regions that overlap or lie side by side (lecture 000: "topographical mapping"), so
# that the cortex holds a map of what is seen.
#
# **Predict:** this field has a bright stripe between two dark ones. What does the cell say to light
# everywhere, and what to a bar that stands in the middle?

# %%
import numpy as np

from cnnteach import stimuli

field = stimuli.gabor(17, orientation=90)
shown = {"light": stimuli.light(17), "standing bar": stimuli.bar(17, orientation=90)}
{name: round(max(0.0, float(np.sum(image * field))), 2) for name, image in shown.items()}

# %% [markdown]
# Nothing to the first: what excites and what inhibits cancel. That is why its weights add up to 0,
# like those of the edge kernels in notebook 02. "Excitatory regions cancelled inhibitory regions",
# says the lecture.

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

captioned(
    show_images(field, *shown.values(), titles=["receptive field", *shown], columns=3),
    caption="A receptive field, plain light, and a bar that lies where the field excites.",
    alt="Stripes, bright between dark; a white square; a white upright bar on black.",
)

# %% exercise="simple_cell"

# %% check="simple_cell"

# %% [markdown]
# ## Tuned to an orientation
#
# Lecture 004 shows the record of one cell while a bar was turned before it: it fires when the bar
# stands, and falls silent as it tilts. **Predict:** the field above prefers 90 degrees. What does
# it say at 45? At 0?

# %%
angles = np.arange(0, 180, 15)
answers = [max(0, np.sum(stimuli.bar(17, orientation=a) * field)) for a in angles]
dict(zip(angles.tolist(), np.round(answers, 1).tolist(), strict=True))

# %% exercise="preferred_orientation"

# %% check="preferred_orientation"

# %% [markdown]
# Spots do as well, if they lie as the bar would: a simple cell can be "confused" by them (lecture
# 004). **Predict:** three spots of light. When does the cell answer more, if they lie one above the
# other, or side by side?

# %%
for name, direction in (("one above the other", 0), ("side by side", 90)):
    spots = sum(stimuli.spot(17, orientation=direction, drift=d) for d in (-5, 0, 5))
    print(f"{name}: {max(0, np.sum(spots * field)):.1f}")

# %% [markdown]
# One above the other: all three lie on the stripe that excites; side by side, two of them lie where
# the field inhibits. So the cell's liking comes from "the previous level of input", cells that look
# at spots along one line. (Many cells also minded which *way* a spot moved. Ours sees one moment at
# a time, and cannot.)
#
# ## Simple and complex
#
# In 1962 they told two kinds of cells apart. A **simple** cell answers to a bar at one place. A
# **complex** cell answers to a bar of one orientation *anywhere* in its field, and keeps answering
# while it moves. They proposed that it listens to several simple cells of the same orientation
# side by side.
#
# **Play:** let the bar drift, and compare the two curves on the right. Then turn it. What does the
# simple cell care about that the complex one does not? Last, show a grating (stripes), and drag
# *drift*: it shifts the grating's phase, which is where its stripes lie.

# %%
from cnnteach.widgets import OrientationTuning

OrientationTuning(prefers=90, orientation=90)

# %% [markdown]
# Where the bar is, only the simple cell minds; how it lies, both do. The complex cell has become
# **invariant** to small shifts, and has kept what matters.

# %% exercise="nearby_maximum"

# %% check="nearby_maximum"

# %% [markdown]
# ## Simple, complex, simple, complex: the Neocognitron
#
# Fukushima built it in 1980 (lecture 000: "sandwich architecture, SCSCSC..."). **S-cells** look
# for a feature, with the same weights at every place of a plane; **C-cells** pool over a
# neighbourhood; then the next S-cells look for combinations of those. Each part has another name
# today:
#
# | 1962 and 1980 | today |
# |---|---|
# | receptive field | kernel, window |
# | simple cell, S-cell | convolution and ReLU |
# | S-plane: the same feature everywhere | feature map, shared weights |
# | complex cell, C-cell | pooling |
# | SCSCSC | a deep convolutional network |

# %%
from cnnteach import models

model = models.build("neocognitron", seed=1, selectivity=(4.0, 2.5, 4.0))
models.summary(model)

# %% exercise="neocognitron_weights"

# %% check="neocognitron_weights"

# %% [markdown]
# What it had *not* was backpropagation. It learns without being told what it sees: of the cells
# that look at the same place, the one that answers most strongly takes up what is there. Show it
# five digits, twenty times each.

# %%
from cnnteach.models import neocognitron
from cnnteach.models.digit_pictures import digit_pictures


def page(digit, top=2, left=4):
    picture = digit_pictures()[digit].reshape(12, 7) > 0
    return np.pad(picture, ((top, 4 - top), (left, 9 - left)))[:, :, None].astype("float32")


neocognitron.learn(model, np.stack([page(digit) for digit in range(5)]))

# %% [markdown]
# **Predict:** each digit now has a cell of its own in the last layer. Move a digit by two pixels.
# Does the same cell answer?

# %%
for digit in range(5):
    places = [(2, 4), (2, 6), (1, 3)]
    shown = np.stack([page(digit, *place) for place in places])
    print(digit, "is cell", model.predict(shown, verbose=0).argmax(axis=1).tolist())

# %% [markdown]
# It does, without ever having seen the digit there: the C-cells have forgotten where each stroke
# was, a little at each level. Nine years later LeCun trained such a sandwich by backpropagation,
# and it read zip codes, and then cheques: the subject of [notebook 09](09_train_lenet5.ipynb). By
# 2014 the upper layers of such networks told things apart about as well as the cells at the end of
# a monkey's visual pathway (Cadieu and others; lecture 000).
#
# ## Recap
#
# - A receptive field excites here and inhibits there; plain light does nothing.
# - Simple cell: convolution and ReLU, tuned to an orientation at a place. Complex cell: pooling,
#   tuned to the orientation alone.
# - The Neocognitron stacked them, with shared weights, in 1980, and learned without a teacher.
#
# **Next:** [09 Train LeNet-5](09_train_lenet5.ipynb)
