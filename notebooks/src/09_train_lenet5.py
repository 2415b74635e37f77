# %% [markdown]
# # 09 · Train LeNet-5
#
# **When you are through this page, you can**
#
# - say what a network's loss is before it has learned anything, and check it,
# - choose the spread of the first weights, and say what a wrong one does,
# - take a step of gradient descent with momentum, and see when it is too long,
# - train LeNet-5 to read digits, and look at what it learns,
# - follow the lectures' advice when a network does not learn.
#
# **Time:** 40 minutes to read and play, 94 for the exercises · **Follows:** lecture 002 "SGD to
# train deep neural networks", 003 "Practical Tips", "Debugging" and "Dropout", 004 "Le-net 5" and
# "Learning magic in Alexnet"

# %% [markdown]
# ## Digits to read
#
# 5,000 of MNIST's handwritten digits come with the course. 4,000 are to learn from, and 1,000 are
# the **test set**: the network never learns from those. (While it trains we shall watch how it does
# on them, as `validation`, but choose nothing by it.)

# %%
from cnnteach.datasets import mnist

digits = mnist(embedded=True)
images, labels = digits.train
images.shape, digits.test[0].shape, labels[:8]

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

captioned(
    show_images(*images[:6], titles=labels[:6], columns=6, height=1.3),
    caption="Six of the digits, with what they are.",
    alt="Handwritten digits, white on black, and their labels above them.",
)

# %% [markdown]
# ## LeNet-5
#
# Lecture 004 lists it: six filters of 5 × 5, pooling, sixteen filters of 5 × 5, pooling, then 120,
# 84 and 10 neurons, which we call units. **Predict:** which layer has the most weights to learn?

# %%
from cnnteach import models

model = models.build("lenet5", seed=0)
models.summary(model)

# %% [markdown]
# The first of the dense layers, with 48,120 of 61,706: more than three quarters. (LeCun's own
# network of 1998 has 60,000; notebook 13 tells where the difference comes from.) In Keras such a
# network is a list of layers. Write it down yourself; the check looks at its shapes, counts its
# numbers, and lets images through it.

# %%
import keras
from keras import layers

first = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(6, 5, padding="same")])
first.output_shape, first.count_params()

# %% exercise="build_lenet5"

# %% check="build_lenet5"

# %% [markdown]
# ## The loss, before anything is learned
#
# The last layer gives ten numbers, softmax turns them into ten shares that add up to 1, and the
# loss says how surprised the network is by the right one: $-\log(\text{share})$. This loss is
# called **cross-entropy**.
#
# To make it small is to make the right labels as likely as can be, which is why lecture 002 calls
# it maximum likelihood. The network of 1998 still had a squared loss.
#
# **Predict:** a fresh network knows nothing, so each share is about a tenth. What is its loss?

# %%
from cnnteach.training.diagnostics import loss_before_training

loss_before_training(model, digits.test)

# %% [markdown]
# $-\log 0.1 = 2.30$, and a little more: its weights are there by chance, and make it half sure of
# nonsense. If your own network begins at ten times that, something is wrong before the training
# starts. This is the cheapest check there is.

# %%
import numpy as np

scores = np.array([1.0, 2.0, 3.0])
shares = np.exp(scores) / np.sum(np.exp(scores))
{"shares": shares.round(3), "loss, if it is that class": -np.log(shares).round(3)}

# %% exercise="cross_entropy"

# %% check="cross_entropy"

# %% [markdown]
# Which way do the scores have to go? The gradient is surprisingly simple: the shares, less 1 at the
# class that is right.

# %% exercise="softmax_gradient"

# %% check="softmax_gradient"

# %% [markdown]
# ## How weights begin
#
# All weights 0? Then all filters get the same gradient, and stay the same for ever. So they begin
# by chance, which is their **initialisation**; but how large? Let a signal go through ten layers of
# 100 ReLUs. **Predict:** what becomes of it, with weights of spread 0.05, 0.14 and 0.3?

# %%
rng = np.random.default_rng(0)
for spread in (0.05, (2 / 100) ** 0.5, 0.3):
    signal = rng.normal(size=(50, 100))
    for _ in range(10):
        signal = np.maximum(signal @ rng.normal(0, spread, (100, 100)), 0)
    print(f"spread {spread:.2f}: after ten layers the signal varies by {signal.std():.6f}")

# %% [markdown]
# It dies out, stays, or explodes, and the gradient on its way back does the same. The spread that
# keeps it is $\sqrt{2 / \mathrm{fan\_in}}$, where fan_in is how many numbers a unit adds up (He and
# others, 2015). Xavier's rule, which lecture 002 names, is older (Glorot and Bengio, 2010), and for
# units that cut nothing off.

# %% exercise="he_std"

# %% check="he_std"

# %% [markdown]
# Libraries draw the first weights evenly between two limits as often as from a bell curve. Here are
# both rules in that form.

# %% exercise="first_weights_limit"

# %% check="first_weights_limit"

# %% [markdown]
# ## Downhill
#
# Lecture 002: $w \leftarrow w - \eta\, \nabla_w L(x_i; w)$, again and again, each time for a few
# images drawn by chance. $\eta$ is the learning rate.
#
# **Play:** the explorer below trains a small net from start to end whenever you change something.
# It is to tell two moons of points apart, which no straight line divides. Drag the step. Then raise
# the rate until the loss jumps about, and lower it until nothing happens in 300 steps. What does
# momentum do to the path on the right?

# %%
from cnnteach.widgets import TrainingTimeline

TrainingTimeline(learning_rate=0.5)

# %% [markdown]
# Too large a rate leaps over the valley and can end higher than it began; one that is too small
# is a waste of your evening. **Momentum** keeps a part of the last move, as a ball does that rolls
# downhill: AlexNet kept 0.9 of it.

# %% exercise="momentum_steps"

# %% check="momentum_steps"

# %% exercise="training_step_order"

# %% check="training_step_order"

# %% [markdown]
# And many steps, through all the images again and again, are a training. One pass through all of
# them is an **epoch**.

# %% exercise="training_loop"

# %% check="training_loop"

# %% [markdown]
# ## First, by heart
#
# "Before large scale experiments, test on a small subset of the data and check the error should go
# to zero" (lecture 003). A network that cannot learn 32 digits by heart has a fault that more
# digits will not mend. (New digits it would now read badly. That is **overfitting**, wanted here
# and nowhere else.)

# %%
from cnnteach.training.diagnostics import overfit_small_subset

overfit_small_subset(model, digits.train)

# %% [markdown]
# ## Train it
#
# Four times through the 4,000 digits, in steps of 64. **Predict:** how many of 100 new digits will
# it read right, after a quarter of a minute on a laptop?

# %%
from cnnteach.training import Augmentation, LiveView, fit

recording = fit(
    model,
    digits.train,
    validation=digits.test,
    epochs=4,
    optimizer="nesterov",
    augment=Augmentation(shift=2),
    callbacks=[LiveView()],
)

# %% [markdown]
# Most of what there is to learn comes in the first hundred steps. What it still gets wrong is
# shown at the bottom: would you have read them? `Augmentation(shift=2)` moves each digit a little,
# by chance, every time that it is shown: lecture 004 lists it among the "learning magic".
# (`nesterov` is momentum that asks for the slope at the place where it is about to arrive.)

# %% exercise="shifted"

# %% check="shifted"

# %% [markdown]
# **Play:** move through the training. Watch the six filters of the first layer take shape, and
# which of the examples change their minds.

# %%
TrainingTimeline(recording)

# %% [markdown]
# ## Dropout
#
# "One or more neural network nodes is switched off once in a while" (lecture 003), by chance and
# in training only, so that none can rely on another. AlexNet dropped half of its dense units.
#
# Each step so trains another, thinner network, and in the end all of them answer together. It is
# like "using the mean outputs of many separately trained neural networks", which are wrong in
# different ways.

# %% exercise="dropout_forward"

# %% check="dropout_forward"

# %% exercise="dropout_backward"

# %% check="dropout_backward"

# %% [markdown]
# ## More of AlexNet's learning magic
#
# First on lecture 004's list are ReLUs, which "made a large difference in convergence". Earlier
# units bent their sums by an S, such as tanh, which is flat at both ends; there hardly any gradient
# comes back. A ReLU's slope is 1 however large its sum. (With ReLUs, a small net of AlexNet's paper
# read three quarters of its training images rightly six times as soon.)
#
# Then there is "L2 weight decay 5e-4": the loss gets a penalty, half of 0.0005 times the sum of all
# squares of the weights. Its slope pulls each weight towards 0 at every step.
#
# **Predict:** a weight is 1, and the loss does not depend on it. The rate stays 0.01. What is left
# of the weight after 1,000 steps, and what after 840,000, which is about as many as AlexNet took?

# %%
left = 1 - 0.01 * 0.0005
left**1_000, left**840_000

# %% [markdown]
# Hardly anything happens in a thousand steps, but in the end it is gone. Only a weight that the
# loss has a use for holds out against the pull.

# %% exercise="decayed_step"

# %% check="decayed_step"

# %% [markdown]
# "Learning rate: 0.01, decreased by 10 every time validation accuracy plateaus" (lecture 004): it
# is divided by 10 whenever the accuracy on the **validation set**, images kept aside for such
# choices, stops rising. The same sign may end a training: lecture 002 asks for a greatest number of
# steps "or use another stopping criterion". Inception v3 steps by RMSProp, which gives each weight
# a rate of its own.

# %% exercise="rates_by_epoch"

# %% check="rates_by_epoch"

# %% [markdown]
# ## When it does not learn
#
# The lectures' advice, as functions: "Training diverges: learning rate may be too large". Here
# the same network starts from the same weights with five rates. **Predict:** which one wins, and
# which one breaks?

# %%
from cnnteach.training.diagnostics import learning_rate_sweep

fresh = models.build("lenet5", seed=0)
sweep = learning_rate_sweep(fresh, digits.train, rates=(1e-4, 1e-3, 1e-2, 0.1, 2.0), steps=40)
print(sweep)
dict(zip(sweep["rates"].tolist(), sweep["last"].astype(float).round(2).tolist(), strict=True))

# %% [markdown]
# The losses after 40 steps, all from the same 3.12. With 0.0001 the network has hardly set out.
# With 2.0 it is no better than guessing, which costs 2.30: what one long step learns, the next
# destroys.

# %% exercise="loss_that_jumps"

# %% check="loss_that_jumps"

# %% [markdown]
# "Loss is minimized but accuracy is low": then the loss asks for something else than you do. "Does
# it have degenerate solutions?"
#
# **Predict:** 5 of 100 photographs show a face. A network has learned to give *every* photograph a
# share of 0.05 for "face". Is its loss above or below the 0.69 of one that says half and half?

# %%
float(-(0.05 * np.log(0.05) + 0.95 * np.log(0.95)))

# %% [markdown]
# Far below, and yet it has never looked at a photograph. Ask also what you want to know: how many
# of the five does it find?
#
# "Bad training: many hidden units ignore the input and/or exhibit strong correlations."

# %%
from cnnteach.training.diagnostics import correlated_maps, dead_units

sample = digits.test[0][:200]
print(dead_units(model, "c1", sample), correlated_maps(model, "c1", sample), sep="\n")

# %% [markdown]
# A **dead** unit is 0 for every image, so that its gradient is 0 and it learns no more. Two maps
# that are strongly correlated say the same thing twice.
#
# "Compute number of parameters", if it does not fit, fits too well, or is too slow (then a smaller
# network helps, or a GPU):

# %%
from cnnteach.training.diagnostics import parameters_against_data

parameters_against_data(model, digits.train)

# %% [markdown]
# ## Recap
#
# - A fresh network of ten classes has a loss near 2.30, or somewhat above; check that first.
# - Weights begin by chance, with a spread of $\sqrt{2/\mathrm{fan\_in}}$ before a ReLU.
# - A step goes against the gradient; the learning rate decides between crawling and breaking;
#   momentum remembers.
# - Then: learn a few by heart, look at the filters, count dead and twin units, and only then train
#   for long.
# - Dropout and augmentation make the training harder, so that new images are easier.
# - Weight decay lets go of weights without a use; a rate that falls ends deeper in the valley.
#
# **Next:** [10 Learned filters](10_learned_filters.ipynb): what has it learned?
