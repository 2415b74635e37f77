# %% [markdown]
# # 13 · From LeNet-5 to ResNet-152
#
# **When you are through this page, you can**
#
# - say of any layer what it costs: numbers to learn, and multiplications,
# - tell where a network keeps its parameters, and where it does its work,
# - replace a large window by small ones, and thin out channels before it,
# - say why 152 layers did not learn before there were shortcuts,
# - build an Inception module and a residual block in Keras.
#
# **Time:** 35 minutes to read and play, 110 for the exercises; take them in three sittings ·
# **Follows:** lecture 000 "Depth revolution", 001 "Example: AlexNet", "Going deeper with
# convolutions" and "152 layers ResNet", 002 "AlexNet", 004 "Alexnet" to "Residual connections"

# %% [markdown]
# ## LeNet-5: five layers that learn
#
# Two convolutions, two poolings, three dense layers: so LeNet-5 read cheques in 1998, and so it is
# still written down today. Most of its numbers are in one dense layer, as notebook 09 found:

# %%
from cnnteach.widgets import NetworkDesigner

lenet = NetworkDesigner("lenet5")
[(row["name"], row["shape"], row["parameters"]) for row in lenet.rows]

# %% [markdown]
# 48,120 of 61,706. It reads 5 · 5 · 16 = 400 numbers, and shares nothing. The convolutions have few
# weights and use them at every place; counting each use, one gets the **connections**: the
# multiplications of one pass, and a bias for each sum.
#
# **Predict:** and which layer has the most connections?

# %%
[(row["name"], row["connections"]) for row in lenet.rows if row["connections"]]

# %% [markdown]
# `c3`, and then `c1`: six in seven connections are the two convolutions'.
#
# **Play:** select a layer in the table and change it: filters, kernel, stride. Take the padding of
# `c1` away. What becomes of the shapes below, and of `f5`? Then make the image smaller until a
# layer fails, and read what its row says.

# %%
lenet

# %% [markdown]
# The sum of 1998 was 60,000. Its second convolution did not read all that it could have read (900
# fewer), its last layer was not learned (850 fewer), and its poolings learned two numbers a map (44
# more).

# %% exercise="lenet5_c3"

# %% check="lenet5_c3"

# %% [markdown]
# The papers of the time count three things. A **neuron** is one number of a map, a unit; a
# **connection** is a number that it reads, or its bias; a **parameter** is learned.

# %% exercise="layer_counts"

# %% check="layer_counts"

# %% [markdown]
# ## AlexNet: the same, but a thousand times as large
#
# "60 million parameters and 650,000 neurons" (lecture 004; lecture 002 prints 500,000).
# **Predict:** how many of the parameters are in the three dense layers at its end? A third? Half?

# %%
alexnet = NetworkDesigner("alexnet")
dense = [row for row in alexnet.rows if row["kind"] == "dense"]
{
    what: sum(row[what] for row in dense) / alexnet.totals[what]
    for what in ("parameters", "connections")
}

# %% [markdown]
# 96 % of the parameters, and 8 % of the work. The convolutions do the rest of the work with the
# other 4 % of the weights:

# %%
from cnnteach.figures.captions import captioned

captioned(
    alexnet.figure(),
    caption="AlexNet, layer by layer: parameters on the left, connections on the right.",
    alt="Bars: parameters lie in fc6, fc7 and scores, connections in conv1 to conv5.",
)

# %% exercise="alexnet_neurons"

# %% check="alexnet_neurons"

# %% [markdown]
# Later nets drew both lessons: GoogLeNet and ResNet end in the *mean* of each map instead of
# large dense layers, and everybody looked for cheaper convolutions.
#
# The "norm" layers of lecture 001's figure divide each number by its neighbours in other maps
# (**local response normalisation**). "Unnecessary", says lecture 004. **Batch normalisation** has
# taken their place: it gives each map mean 0 and spread 1 over a batch, and then a mean and a
# spread that are learned. (An image that comes alone has no batch: means and spreads that
# were kept from training take its place.)
#
# **Predict:** seven maps answer at one pixel, with 1, 1, 9, 1, 1, 1 and 1. Each is divided by the
# root of 1 plus three squares: its own, and those of its neighbours on both sides. Who is loud now?

# %%
from cnnteach import ops

answers = [1.0, 1, 9, 1, 1, 1, 1]
ops.local_response_normalization(answers, size=3, bias=1, alpha=1, beta=0.5).round(2)

# %% [markdown]
# The 9, though it is below 1 now as all others are; and the two beside it have nearly fallen
# silent. AlexNet's own numbers are much gentler: size 5, and 2 + 0.0001 times the squares, to the
# power of 0.75.

# %% exercise="response_norm"

# %% check="response_norm"

# %% exercise="normalised_batch"

# %% check="normalised_batch"

# %% [markdown]
# ## VGG: nothing but 3 × 3
#
# "3 × 3 convolutions, same padding, $s = 1$, 2 × 2 maxpool with $s = 2$" (lecture 004).
# **Predict:** how many pixels does a unit see after two layers of 3 × 3? After three?

# %%
from cnnteach import shapes

[size for size, _, _ in shapes.receptive_field([(3, 1, 1)] * 3)]

# %% [markdown]
# As many as one of 5 × 5, and one of 7 × 7: and with a ReLU in between.

# %% exercise="stacked_3x3"

# %% check="stacked_3x3"

# %% exercise="vgg_parameters"

# %% check="vgg_parameters"

# %% [markdown]
# **Predict:** does the swap always save? Try it on AlexNet: its second layer makes 256 maps of 96
# (in two halves, each of which reads 48) with kernels of 5 × 5. Select the row of `conv2` and click
# "5×5 → two 3×3". What happened?

# %%
NetworkDesigner("alexnet", selected=[2])

# %% [markdown]
# The *parameters grew*: the first of the two layers makes 256 maps already, and the second reads
# them, each half its 128. The rule of 18 to 25 holds where as many channels go in as come out.
# Halve the filters of `conv2a`, and it saves again. (The button for 1 × 3 and 3 × 1 is the one of
# Inception v3: 6 instead of 9.)
#
# ## GoogLeNet: 1 × 1
#
# "Such convolutions capture interactions of input channels in one pixel" (lecture 004).

# %% exercise="conv_1x1"

# %% check="conv_1x1"

# %% [markdown]
# What is that good for? A layer of 1 × 1 can make *fewer* maps out of many, before a large window
# has to read them: a **bottleneck**. In GoogLeNet's first block, 192 maps of 28 × 28 go into 32
# filters of 5 × 5.

# %% exercise="bottleneck"

# %% check="bottleneck"

# %% [markdown]
# **Play:** here is GoogLeNet with its first block open. Four branches read the same input, and
# their maps are stacked; so all have stride 1 and enough padding to keep height and width. Remove
# `3a_5x5_reduce`: what does that cost? (Row, then "remove".)

# %%
NetworkDesigner("googlenet", selected=[5, 2, 0])

# %% [markdown]
# "22 layers, but 12 times fewer parameters than AlexNet" (lecture 001). By our count:

# %%
googlenet = NetworkDesigner("googlenet")
googlenet.depth, alexnet.totals["parameters"] / googlenet.totals["parameters"]

# %% [markdown]
# 8.7 times fewer. The paper's 12 is of its own count; both tell the same story.
#
# ## Deeper does not learn
#
# A gradient goes back through every layer, and each multiplies it. **Predict:** fifty layers, each
# of which makes it a third smaller. What arrives at the first?

# %%
(2 / 3) ** 50

# %% [markdown]
# Nothing. The designer tries it, with a random net as deep as the one you look at: dense layers
# with ReLUs, and weights of 0.7 times the size that He et al. advise.

# %%
import numpy as np

deep = NetworkDesigner("resnet152", gain=0.7, normalise=False)
plain, skipping = deep.gradient_norms(skips=False), deep.gradient_norms(skips=True)
np.array([plain[0], skipping[0]])

# %% [markdown]
# Without shortcuts, less than 10⁻²⁷ of what reaches the last layer arrives at the first of 152.
# With a shortcut past every three layers it does not fade at all.
#
# ## ResNet: add what came in
#
# "We create output channels adding a small delta $F(x)$ to original input channels $x$" (lecture
# 004).

# %% exercise="residual_block"

# %% check="residual_block"

# %% exercise="residual_order"

# %% check="residual_order"

# %% [markdown]
# **Play:** ResNet-152. A row such as `conv4_2` stands for 35 blocks; select it, and it opens. Look
# at the gradients below the table, then take the batch normalisation away and put it back, and
# drag the size of the weights. Switch the shortcuts off (*skip connections* is their other name).
# How deep could you go without?

# %%
NetworkDesigner("resnet152")

# %% [markdown]
# With He's weights and no normalisation, the plain net's gradient wanders off, down or up; with
# normalisation and no shortcuts it explodes. Normalisation *and* shortcuts keep it within a
# factor of a thousand over 152 layers, and "we can stack thousands of layers".
#
# Below the gradients you see what it was worth on **ImageNet**, photographs of a thousand kinds of
# things: 28 % wrong in 2010, a person at 5 %, ResNet at 3.57 %. These are **top-5 errors**: how
# often the right class is not among a network's five best guesses. Such records are voted for, by
# an **ensemble** of networks (AlexNet: 18.2 % alone, 15.4 % with seven, says lecture 004) and over
# several crops of each image. Such nets took weeks to train: VGG two to three on four GPUs, ResNet
# as long on eight. The first to pass the person, with 4.94 %, were networks of PReLUs, whose slope
# on the negative side is learned (lecture 001).

# %% exercise="top_error"

# %% check="top_error"

# %% [markdown]
# ## Build them
#
# In Keras a layer is called like a function, so that branches are no harder to write than rows.
# **Predict:** what is the shape of what this one puts out?

# %%
import keras
from keras import layers

x = keras.Input((28, 28, 192))
keras.Model(x, layers.Concatenate()([layers.Conv2D(64, 1)(x), x])).output_shape

# %% [markdown]
# 64 maps and the 192 that came in, stacked. Three blocks for you: the check counts the numbers of
# yours, puts weights into it, and lets images through.

# %% exercise="build_inception"

# %% check="build_inception"

# %% exercise="build_averaging_head"

# %% check="build_averaging_head"

# %% exercise="build_residual_block"

# %% check="build_residual_block"

# %% [markdown]
# ## Recap
#
# - Dense layers hold the parameters, convolutions do the work; a mean at the end saves the former.
# - (k − 1)/2 layers of 3 × 3 see as much as one of k × k, and cost less if the channels stay.
# - 1 × 1 mixes channels; in front of a large window it is a bottleneck that saves most of the work.
# - A shortcut adds what came in: its gradient arrives whole, however deep the net.
#
# **Next:** [14 Features and an SVM](14_features_and_svm.ipynb): what was there before all this.
