# %% [markdown]
# # 90 · Gallery
#
# Every explorer of the course once. Each says what to try first.
#
# **When you are through this page, you can**
#
# - name the explorer that answers a question of yours,
# - let any of them ask you before it shows,
# - take its state along: as code, as a line for somebody else, as a page that needs no Python.
#
# **Time:** 60 minutes to read and play, if you try each of them · **Lectures:** all five

# %% [markdown]
# ## What they have in common
#
# - Everything can be pointed at, and walked to by keys: Tab goes from part to part, arrows move in
#   a grid, Enter or a digit begins to write where numbers can be written.
# - What the mouse sets, Python knows, and the other way round: `explorer.stride = 2`.
# - *predict first* hides an answer and asks you for it. Being wrong before it shows is how it
#   sticks; the mistake that you made is named, and your predictions count in `progress()`.
# - *Copy link* gives a line of Python that brings anybody to the same state, *Copy as code*
#   what it shows as NumPy and Keras, `explorer.export_html("page.html")` a page that lives without
#   Python.

# %% [markdown]
# ## ConvExplorer: one window, its products, their sum
#
# **Predict:** how many outputs does a pixel in the middle take part in, and one in a corner?

# %%
from cnnteach.widgets import ConvExplorer

explorer = ConvExplorer(padding=1)
explorer

# %% [markdown]
# **Play**
#
# - Point at a pixel of the input: every output that it feeds lights up, nine in the middle. Set
#   the padding to 0, then the stride to 2 and to 3. Who is left out, and when?
# - Choose another kernel, or write your own; *flip* makes of the libraries' cross-correlation the
#   mathematicians' convolution.
#
# The same window backwards: what does a loss hand back to each number that made it?

# %%
ConvExplorer(backward=True, stride=2, padding=1, upstream="random")

# %% [markdown]
# - Point at a cell of dX, dW or db: its terms add up to it, and a nudge of that one number gives
#   the same slope. Write another number into dY.
# - *Compare with Keras* asks Keras for its own gradients; the first time that takes a while.

# %% [markdown]
# ## KernelLab: numbers, pixels, and what a kernel makes of a photograph
#
# **Predict:** the numbers of a kernel add up to 1. What will a flat patch of wall look like after
# it?

# %%
from cnnteach.widgets import KernelLab

KernelLab()

# %% [markdown]
# **Play**
#
# - Point at an edge of the photograph: the two magnifiers show which nine numbers made which one.
# - Choose *box*, then *gaussian*, and let it run in two passes: how many multiplications are saved?
# - Open a picture of your own, or take one with the camera; it does not leave this computer.

# %% [markdown]
# ## PoolingExplorer: what is kept of a window, and who gets its gradient
#
# **Predict:** you raise a pixel slowly until it is the largest of its window. What happens to its
# gradient?

# %%
from cnnteach.widgets import PoolingExplorer

PoolingExplorer()

# %% [markdown]
# **Play**
#
# - Drag a number of the input up until another one wins: the gradient jumps from one pixel to the
#   other.
# - Untick *stride = window* and make the stride 1: where windows overlap, gradients add up.
# - Shift the picture by a pixel, and see how much of the output stays; then try the average.

# %% [markdown]
# ## SharingDial: dense, locally connected, shared: where the weights go
#
# **Predict:** 200 × 200 pixels, 40,000 units, each connected to all pixels. How many weights?

# %%
from cnnteach.widgets import SharingDial

SharingDial()

# %% [markdown]
# **Play**
#
# - Turn the dial from dense to shared: the colours of the matrix say which weights are one and the
#   same.
# - Drag one weight: which numbers of the matrix move with it?
# - Shift the image at each stop of the dial: only one of the three shifts its output along.

# %% [markdown]
# ## VolumeExplorer: filters that reach through the full depth
#
# **Predict:** 5 × 5 filters go over an image with three channels. How many weights has one filter?

# %%
from cnnteach.widgets import VolumeExplorer

VolumeExplorer()

# %% [markdown]
# **Play**
#
# - Pull the cube apart until each channel lies by itself, and point at an output: one number is
#   made from all channels.
# - Add a second layer of 1 × 1: it mixes the maps and looks at no neighbour.

# %% [markdown]
# ## NetworkDesigner: from LeNet-5 to ResNet-152, layer by layer
#
# **Predict:** which layer of AlexNet holds most of its parameters, and which most of its
# connections?

# %%
from cnnteach.widgets import NetworkDesigner

NetworkDesigner()

# %% [markdown]
# **Play**
#
# - Make the image smaller until the first layer no longer fits, and read what its row says.
# - Swap a 5 × 5 for two 3 × 3, or put a 1 × 1 bottleneck in front: the price stands beside the
#   button.
# - Choose ResNet-152, and compare the gradients with and without its shortcuts.

# %% [markdown]
# ## GraphExplorer: backpropagation, edge by edge
#
# **Predict:** e = (a + b)(b + 1) at a = 2, b = 1. By how much does e grow if b grows by 1?

# %%
from cnnteach.widgets import GraphExplorer

GraphExplorer()

# %% [markdown]
# **Play**
#
# - Step through the edges, and then take b: two paths lead from it to e, and their products add up.
# - Type an expression of your own, and nudge one of its inputs.

# %% [markdown]
# ## TrainingTimeline: a training that you can walk through, and leave at any step
#
# **Predict:** what becomes of the loss if the learning rate is a hundred times as large?

# %%
from cnnteach.widgets import TrainingTimeline

TrainingTimeline()

# %% [markdown]
# **Play**
#
# - Drag along the loss: weights, gradients and predictions move with it.
# - Stop where it still goes well, and branch off with another learning rate and the same seed.
# - Let *show me* give you a training that diverges, one that overfits, and one whose units die.

# %% [markdown]
# ## DigitPad: draw a digit, and see LeNet-5 answer layer by layer
#
# **Predict:** you draw a 7 and put a bar through it. Will it still be a 7?

# %%
from cnnteach.widgets import DigitPad

DigitPad()

# %% [markdown]
# **Play**
#
# - Draw; then click a unit of any layer: its window and its products are shown.
# - Change the digit stroke by stroke until the network changes its mind. Which pixel did it?

# %% [markdown]
# ## NetworkExplorer: from a layer to a unit to the pixels that it sees
#
# **Predict:** a unit of the second layer: how many pixels of the image does it see?

# %%
from cnnteach.widgets import NetworkExplorer

NetworkExplorer()

# %% [markdown]
# **Play**
#
# - Click into a unit's window: you go down to the unit below, until you stand on pixels.
# - Paint on the image until the unit answers more strongly than to any picture that it knows.

# %% [markdown]
# ## OrientationTuning: Hubel and Wiesel's bars of light
#
# **Predict:** a simple cell likes upright bars. What does it say to a bar that lies?

# %%
from cnnteach.widgets import OrientationTuning

OrientationTuning()

# %% [markdown]
# **Play**
#
# - Turn the bar, and watch the answers of simple and complex cells.
# - Let it drift without turning: which of the two still answers?

# %% [markdown]
# ## SaliencyLab: which pixels the answer hangs on
#
# **Predict:** if the weights of the last layer are drawn anew, should the map of the important
# pixels change?

# %%
from cnnteach.widgets import SaliencyLab

SaliencyLab()

# %% [markdown]
# **Play**
#
# - Compare the methods on one picture, and follow one ReLU in numbers.
# - Make the weights random, layer by layer from the top: which maps do not mind?

# %% [markdown]
# ## TextConvExplorer: a filter slides over words
#
# **Predict:** a filter of three words goes over a sentence of five. How many answers does it give?

# %%
from cnnteach.widgets import TextConvExplorer

TextConvExplorer()

# %% [markdown]
# **Play**
#
# - Walk through the places: the filter lies on whole rows, never on a part of a word's vector.
# - Make it *wide*, then keep the two largest answers in place of one: which words decide?

# %% [markdown]
# ## DetectorExplorer: a face, found by sliding
#
# **Predict:** the same face is found by many windows. How does one box become of them?

# %%
from cnnteach.widgets import DetectorExplorer

DetectorExplorer()

# %% [markdown]
# **Play**
#
# - Move the threshold, and see boxes come and go.
# - Let boxes overlap more, and more of the windows that found the same face stay.

# %% [markdown]
# ## Take it along
#
# A line of Python that brings anybody to the same state. **Predict:** is it longer for another
# stride, or for another pixel?

# %%
explorer.stride = 2
explorer.link()

# %% [markdown]
# Only what differs from a fresh explorer is in it: of the stride one number, of a pixel the whole
# picture that it made. And a page that lives without Python, and a picture for paper:

# %%
from cnnteach.figures.captions import captioned

captioned(
    explorer.figure(),
    caption="What paper can hold of an explorer: one state of it.",
    alt=explorer.describe(),
)

# %% [markdown]
# ## Recap
#
# - There is an explorer for each idea of the lectures; all of them are worked alike.
# - *predict first* asks you before it shows, and names the mistake.
# - A state travels as code, as a line, as a page, and on paper.
#
# **Next:** [00 Start here](00_start_here.ipynb) has the map of the course.
