# %% [markdown]
# # 12 · Inside the network
#
# **When you are through this page, you can**
#
# - follow any number of a network down to the pixels that made it,
# - make a saliency map, and say what logit and probability do to it,
# - name the one rule in which gradient, DeconvNet and guided backpropagation differ,
# - cover, average and integrate your way to other answers, and check that they add up,
# - say which of these pictures would look the same if the network had learned nothing.
#
# **Time:** 45 minutes to read and play, 44 for the exercises · **Follows:** lecture 000 "Feature
# visualization of convolutional net", 001 "Visualizing and Understanding Convolutional Networks",
# 002 "Deep Inside Convolutional Networks"

# %% [markdown]
# ## A cat, and a network that says so
#
# The network that comes with the course has learned the ten classes of CIFAR-10 from photographs
# of 32 × 32 pixels. Here is Chelsea in that size. **Predict:** how sure will it be?

# %%
from cnnteach import models
from cnnteach.datasets import photo
from cnnteach.datasets.image_folder import middle_square

model = models.load("zfnet_cifar10")
cat = middle_square(photo("chelsea")[:, 151:], side=32)

# %%
from cnnteach import explain

CAT = 3  # airplane, automobile, bird, cat, ...
explain.score_of(model, cat, unit=CAT, of="probability")

# %% [markdown]
# Two thirds. Why? Every number of the network is the sum of a few products, so we can ask for
# any of them. Take a unit of the first layer: row 8, column 20 of map 5.

# %%
inside = explain.explain(model, cat)
unit = inside.unit("conv1", 8, 20, 5)
print(unit)

# %%
unit.parents(3)  # the three largest products

# %% [markdown]
# Each is a pixel's channel (a share of 255), less the mean of all photographs and divided by their
# spread, times a weight. The sum of all, and the bias, is what Keras itself computes. Higher up, a
# unit reads maps instead of pixels, and sees more of the image:

# %%
high = inside.unit("conv3", 4, 4, 10)
high.box, high.parents(2)

# %% [markdown]
# `inside.unit(...)` works for any unit of any network, your own too, and `parents` lead down again,
# number by number, to the pixels.

# %% [markdown]
# ## What a unit could see, and what it minds
#
# Its *receptive field* is all that it could see. **Predict:** do all pixels in there count alike?

# %%
from cnnteach.figures.attributions import show_attributions
from cnnteach.figures.captions import captioned

field = explain.effective_field(model, "conv3", cat[None])
(top, bottom), _ = field.box
captioned(
    show_attributions(cat, [field.strength], titles=["what moves conv3's middle"]),
    caption=f"It could see {bottom - top} rows and columns; what counts would fill a square of "
    f"{field.size:.0f}.",
    alt="The cat, and a bright spot in the middle that fades towards its edges.",
)

# %% [markdown]
# No: the middle counts most, for the most ways lead from there to the unit. Luo et al. (2016)
# called that the **effective** receptive field.
#
# ## The saliency map
#
# Back to the cat. Which pixels raise the class's score? Ask for the slope: how much would it
# change, if this pixel became a little brighter? That is a gradient, by the image and not by the
# weights (Simonyan et al., 2014). **Predict:** will the map look like a cat?

# %%
import numpy as np

slopes = explain.gradient(model, cat, unit=CAT)
slopes.shape, round(float(np.abs(slopes).mean()), 3)

# %% exercise="saliency"

# %% check="saliency"

# %%
captioned(
    show_attributions(
        cat,
        [slopes, explain.saliency_map(model, cat, unit=CAT)],
        titles=["gradient", "saliency map"],
    ),
    caption="The gradient's colours are around grey, for 0; in the map, white matters most.",
    alt="The cat; coloured noise, strongest between the eyes; bright pixels around the nose.",
)

# %% [markdown]
# Not much of a cat: a cloud of pixels around nose and eyes. The slope says what would *change* the
# answer, and single pixels can do that.
#
# ## Logit or probability?
#
# We asked for the **logit**, the number before the softmax. **Predict:** what happens to the
# probability's slope if the network is all but certain?

# %%
for of in ("logit", "probability"):
    print(of, np.abs(explain.gradient(model, cat, unit=CAT, of=of)).mean())

# %% [markdown]
# It shrinks with $p (1 - p)$, and it mixes in what would lower the *other* classes. So Simonyan et
# al. took the logit, and so does this package, unless you say `of="probability"`.

# %% exercise="probability_slope"

# %% check="probability_slope"

# %% [markdown]
# ## One rule, three pictures
#
# DeconvNet (Zeiler and Fergus, 2014) and guided backpropagation (Springenberg et al., 2015) go
# back the same way: through the same weights, through the same winners of max pooling. They
# differ from the gradient in what a **ReLU** lets through, and nowhere else.

# %%
from cnnteach.figures.relu_rules import relu_rules

came_in, from_above = np.array([[1, -1], [2, -2]]), np.array([[5, 6], [-7, -8]])
passed = {rule: explain.let_through(came_in, from_above, rule) for rule in explain.RULES}
captioned(
    relu_rules(came_in, from_above, passed),
    caption="The gradient asks what came in, the DeconvNet what comes from above, guided both.",
    alt="Of 5, 6, −7, −8: the gradient keeps 5 and −7, the DeconvNet 5 and 6, guided only 5.",
)

# %% exercise="relu_back"

# %% check="relu_back"

# %% [markdown]
# **Predict:** which of the three pictures will be the prettiest?

# %%
three = {name: explain.METHODS[name] for name in ("gradient", "deconvnet", "guided")}
maps = [method(model, cat, unit=CAT) for method in three.values()]
captioned(
    show_attributions(cat, maps, titles=three),
    caption="Two of them draw the cat's eyes and nose in fine lines. Remember that for later.",
    alt="The gradient is noise; the DeconvNet and guided backpropagation trace the cat's face.",
)

# %% [markdown]
# ## Three other questions
#
# - **Occlusion** needs no slope: cover a part, and see how far the score falls.
# - **SmoothGrad** takes the mean of the slopes at many noisy copies.
# - **Integrated gradients** add the slopes up on the way from black to the image, so that the
#   pixels' shares sum to the change of the score.

# %%
from cnnteach.figures.covering import show_occlusion

covered = explain.occlusion(model, cat, size=8, stride=2, unit=CAT)
captioned(
    show_occlusion(
        cat, covered.drop, size=covered.size, stride=covered.stride, score=covered.score
    ),
    caption="Orange: covered there, the network is less sure that this is a cat.",
    alt="A square from the forehead to the eye at the right costs most; the score falls all "
    "around the eyes.",
)

# %% exercise="occlusion_map"

# %% check="occlusion_map"

# %%
black = 0 * cat
shares = explain.integrated_gradients(model, cat, unit=CAT, points=100)
change = explain.score_of(model, cat, unit=CAT) - explain.score_of(model, black, unit=CAT)
round(float(shares.sum()), 2), round(change, 2)

# %% [markdown]
# They agree, up to the coarseness of a hundred points. What "nothing" is, here black, was our
# choice. It is called the **baseline**; a pixel that is equal to it gets no share at all.

# %% exercise="integrated"

# %% check="integrated"

# %%
others = {name: explain.METHODS[name] for name in ("SmoothGrad", "integrated", "Grad-CAM")}
maps = [method(model, cat, unit=CAT) for method in others.values()]
captioned(
    show_attributions(cat, maps, titles=others),
    caption="Grad-CAM adds up the last layer's maps, each times its mean slope: coarse, and laid "
    "over the image.",
    alt="SmoothGrad and integrated gradients are colour clouds; Grad-CAM marks the left half.",
)

# %% [markdown]
# ## The test
#
# All these pictures look as if they told us something. Adebayo et al. (2018) asked a simple
# question: what if the network had *learned nothing*? Shuffle its weights, layer by layer from
# the top, and draw the maps again. How alike two maps are, their **rank correlation** says: 1 if
# their pixels come in the same order from dark to bright, 0 if the orders have nothing in common.
# **Predict:** which of them will change?

# %%
watched = {name: explain.METHODS[name] for name in ("gradient", "guided", "Grad-CAM")}
found = explain.randomisation_test(model, cat, methods=watched, unit=CAT)
found.scores.round(2)

# %%
from cnnteach.figures.forgetting import show_forgetting

captioned(
    show_forgetting(cat, found.stages, found.maps, found.similarity, most=5),
    caption="Below each map: its rank correlation with the first. The network itself has "
    "forgotten the cat after the first step.",
    alt="The gradient's map changes at once; guided backpropagation's still shows the face when "
    "half of the layers are shuffled.",
)

# %% [markdown]
# The prettiest picture fails: guided backpropagation draws eyes and nose whatever the upper layers
# say. It is an edge detector with a network attached. The gradient and Grad-CAM change at once, as
# they should. That a picture is beautiful says nothing about whether it is true.

# %% exercise="map_that_stays"

# %% check="map_that_stays"

# %% [markdown]
# **Play:** all six methods, and the ReLU. Drag the slider to *shuffled* and watch the numbers below
# the maps. Which map loses most in the first step? Type other numbers into the ReLU: when do all
# three rules agree?

# %%
from cnnteach.widgets import SaliencyLab

SaliencyLab()

# %% [markdown]
# Grad-CAM and the gradient lose most. The rules agree where both numbers are positive, for then
# all three let through, and where both are negative, for then none does.
#
# ## What a unit would like to see
#
# The last question turns around: not which pixels, but which *image* excites a class most? Climb
# the slope, from grey.

# %%
from cnnteach.figures.images import show_images

wishes = [explain.maximise(model, unit=unit, steps=64).image for unit in (CAT, 8)]
dream = explain.deep_dream(model, cat, layer="conv3", octaves=2, steps=6)
captioned(
    show_images(*wishes, dream, titles=("cat, please", "ship, please", "the cat, dreamt")),
    caption="Nobody drew these: from grey, step by step, what the network wants to see.",
    alt="Two pale cat faces; striped hulls in blue; the cat with her edges overdrawn.",
)

# %% [markdown]
# ## Recap
#
# - Every unit is a sum of products and a bias, and `explain` writes any of them out.
# - A saliency map is the largest absolute slope a pixel; take the logit's, or know why not.
# - Gradient, DeconvNet and guided backpropagation differ at the ReLU alone.
# - Integrated gradients add up to the score's change, from a baseline that you choose.
# - Shuffle the weights: a map that stays the same was not about what the network learned.
#
# **Next:** [13 From LeNet-5 to ResNet-152](13_architectures.ipynb). And `progress()` in [00 Start
# here](00_start_here.ipynb) shows how far you have come.
