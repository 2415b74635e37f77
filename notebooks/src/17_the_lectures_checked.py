# %% [markdown]
# # 17 · The lectures, checked
#
# **When you are through this page, you can**
#
# - check a number on a slide, before you build on it,
# - tell a rounded number from a wrong one, and a misprint from a disagreement,
# - name the slips in five lectures that many people have learned from.
#
# **Time:** 25 minutes to read and play · **Follows:** all five lectures, 000 to 004

# %% [markdown]
# ## Trust, and compute
#
# This course follows five lectures. They are good, and like all lectures they hold slips: a stride
# that was never 2, a kernel that has lost its signs, a network that has 500,000 neurons in one
# room and 650,000 in the next. That is no shame; it is a reason to compute. More than sixty
# of their claims stand below: sizes and counts are computed by the code of this course, error rates
# and dates are held to the papers.
#
# **Predict:** of these claims, how many are just so? And how many are plainly misprinted?

# %%
from cnnteach import lectures

lectures.table().counts

# %% [markdown]
# Most are right, or rounded as one does on a slide. *Confirmed* means equal; *rounded*, within
# five per cent; *disagrees*, true in some other sense, or not what another slide says;
# *misprint*, an error. Questions that a slide leaves *open* are answered.
#
# ## The misprints
#
# **Predict:** which of these are wrong? (a) A kernel for edges with the rows -1 -2
# -1, 0 0 0, -1 -2 -1. (b) "Conv2: 256 5x5 filters, stride 2, zero pad", in AlexNet. (c) "(227 - 11)
# / 4 + 1 = 55".

# %%
lectures.table(verdict="misprint")

# %% [markdown]
# (a) and (b) are. How does one find such a thing? (a) by adding up: a kernel that answers to edges
# alone must give nothing on a flat patch, so its weights must add up to 0, and these add up to -8.
#
# **Play:** here is that kernel on two flat patches with an edge between them. What should the
# output be at the top, where nothing happens? Then put the signs right.

# %%
import numpy as np

from cnnteach.widgets import ConvExplorer

patch = np.repeat([[1], [1], [1], [5], [5], [5]], 6, axis=1)
ConvExplorer(patch, np.array([[-1, -2, -1], [0, 0, 0], [-1, -2, -1]]))

# %% [markdown]
# (b) by following the sizes through: with stride 2 the maps would be 14 wide, but the
# 186,624 neurons that lecture 001 counts in that layer are 27 × 27 × 256.

# %%
from cnnteach import shapes

[shapes.output_size(27, kernel=5, stride=stride, padding=2) for stride in (1, 2)]

# %% [markdown]
# And the slide with 139? Its table is in [notebook
# 03](03_stride_padding_output_size.ipynb), where you can move the zeros yourself.
#
# ## The disagreements
#
# **Predict:** the formula of lecture 000 has no floor. For which strides does that matter, if a
# window of 3 moves over 7 pixels?

# %%
lectures.table(verdict="disagrees")

# %% [markdown]
# Some of these are nobody's error. The 55 of the Clarifai network needs a zero around the image,
# and a pooling that rounds up, and neither stands in the paper. "12 times fewer parameters" is the
# paper's own claim; counted layer by layer the network has about a ninth of AlexNet's.
#
# ## Deck by deck
#
# Here is all of it, one lecture at a time. Change the number and run the cell again.

# %%
lectures.table("004")

# %% [markdown]
# ## How they are counted
#
# The networks are built at full size, but their weights are never drawn: ResNet-152 is there in
# seconds and takes no memory worth speaking of. A layer counts towards the depth if it has
# weights and lies on the longest way through.

# %%
from cnnteach.lectures import networks

print(networks.counted("alexnet", groups=2).headline)
{name: networks.depth(name) for name in ("vgg16", "googlenet", "resnet152")}

# %% [markdown]
# ## Recap
#
# - Adding up, following sizes, counting parameters: three checks that take a minute each.
# - A number is right *for something*: for one network or seven, for the validation or the test set,
#   for 224 pixels or 227.
# - Papers have slips too: 253,440 is AlexNet's own.
#
# **Next:** [18 Your own images](18_your_own_images.ipynb), or back to [the
# start](00_start_here.ipynb) and its map of the course.
