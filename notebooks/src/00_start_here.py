# %% [markdown]
# # 00 · Start here
#
# Everything in this course can be touched: you drag a slider, point at a number, drop a weight,
# and see which numbers made it and which numbers it makes.
#
# **When you are through this page, you can**
#
# - run and change a cell of a notebook,
# - say what a kernel does to a photograph, at least by eye,
# - let a cell check your answer, and get a hint where you are stuck,
# - find your own progress again.
#
# **Time:** 15 minutes · **You need:** to have seen a little Python · **Lectures:** all five; the
# map at the end says which notebook follows which

# %% [markdown]
# ## A notebook in three lines
#
# 1. A notebook is made of *cells*. Click into a grey one and press *Shift + Enter*: it runs,
#    its answer appears below it, and the next cell is chosen.
# 2. Change whatever you like and run the cell again. You cannot break anything: *Kernel →
#    Restart Kernel* starts afresh, and your text stays.
# 3. Run the cells *from top to bottom*: a cell knows what the cells that ran before it have
#    made.
#
# Try it. **Predict first:** what will the last line show?

# %%
width, height = 4, 3
width * height

# %% [markdown]
# The value of a cell's last line is shown below it. Change the 3 into a 5 and run it again.
#
# ## A photograph is numbers
#
# Here is Chelsea the cat. **Predict:** when we print the upper left corner of her photograph,
# what will we see?

# %%
from cnnteach.datasets import photo

cat = photo("chelsea")
cat[:2, :3]

# %% [markdown]
# Two rows of three pixels, and three numbers for each pixel: its red, its green and its blue. The
# whole photograph is a box of such numbers. Drawn, they look like this:

# %%
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

captioned(
    show_images(cat, cat[95:135, 135:175], titles=("the cat", "40 × 40 pixels of her eye")),
    caption="The same numbers twice: all of them, and a part so small that its pixels show.",
    alt="Left, a ginger tabby cat's face. Right, a part of her right eye as coarse squares.",
)

# %% [markdown]
# ## A first taste of convolution
#
# A **kernel** is a small grid of numbers that slides over an image. At each stop it multiplies
# and adds, and one new number comes out. That is a convolution, and it is most of what a
# convolutional network does.
#
# **Predict:** this kernel is negative on its left and positive on its right. Where in the cat's
# eye will the output be far from zero?

# %%
from cnnteach.widgets import ConvExplorer

explorer = ConvExplorer(image="cat's eye", size=16, kernel="sobel_x")
explorer

# %% [markdown]
# Where dark meets bright from left to right: at the upright parts of the rim of her eye.
#
# **Play**
#
# - Point at a cell of the **output** (or walk there with the arrow keys): its window lights up,
#   and the sum that made it is written out, number by number.
# - Point at a cell of the *input*: every output that it feeds lights up.
# - Choose another kernel: *identity*, *box*, *sharpen*. What does each do to the eye?
# - Type your own weights. Can you find a kernel that turns every output to 0?
#
# What you set with the mouse, Python knows, and the other way round:

# %%
explorer.stride = 2
explorer.output.shape

# %% [markdown]
# Look up at the explorer: it has followed. What `stride` means is the matter of notebook 03.
#
# ## A cell that checks your answer
#
# Exercises look like this: a cell with three dots where your answer belongs, and a cell that
# checks it. Run both as they are.

# %%
# A colour photograph is 512 pixels high and 512 pixels wide.
# How many numbers does a computer keep for it?
numbers_in_photo = ...

# %%
from cnnteach.exercises import check

check("numbers_in_photo", numbers_in_photo)

# %% [markdown]
# *Not tried yet*: the dots are still there. Now put `512 * 512` in their place, and run both
# cells again. You meet the second thing that a check can say: *not right yet*, and which of the
# usual mistakes it looks like. (You will find the right answer in notebook 01.) Where a function
# is asked for, a line `raise NotImplementedError` stands for the dots: your code takes its place.
#
# Where you are stuck, ask. The first time you get a nudge, the second time nearly the answer; and
# after `from cnnteach.exercises import solution`, `solution("numbers_in_photo")` shows one, with
# its reason.

# %%
from cnnteach.exercises import hint

hint("numbers_in_photo")

# %% [markdown]
# A wrong answer costs nothing, and you may check as often as you like: the numbers that a check
# tries are new each time.
#
# ## Your progress
#
# What you have solved is kept in a file of your own, and is still there tomorrow. Come back to
# this cell whenever you want to know what is next.

# %%
from cnnteach.exercises import progress

progress()

# %% [markdown]
# On another computer too? `export_progress()` writes a file beside this notebook; there,
# `import_progress("cnnteach-progress.json")` adds it to what you have done, and keeps the better of
# both. Where several learn under one account, `learner("Anna")` at the top of a notebook keeps
# Anna's progress apart from everybody else's. All three are imported as `progress` was, from
# `cnnteach.exercises`.
#
# ## The map
#
# - **[01 An image is a tensor](01_an_image_is_a_tensor.ipynb)**: take a photograph apart into its
#   numbers, and do not fall into their traps. *Read and play 30 minutes, exercises 22 minutes;
#   lecture 001*
# - **[02 Convolution](02_convolution.ipynb)**: work out what a kernel makes of an image, by hand,
#   in NumPy and by eye. *Read and play 40 minutes, exercises 59 minutes; lectures 000 to 004*
# - **[03 Stride, padding, output size](03_stride_padding_output_size.ipynb)**: say how large the
#   output is before you run anything, and what becomes of the border. *Read and play 35 minutes,
#   exercises 59 minutes; lectures 000, 001 and 004*
# - **[04 Volumes](04_volumes.ipynb)**: filters through the full depth, maps that are stacked into
#   the next input, 1 × 1 convolutions, and a layer as one matrix product. *Read and play 30
#   minutes, exercises 39 minutes; lectures 000, 001 and 004*
# - **[05 Why not a dense network?](05_why_not_dense.ipynb)**: ten million weights, a hundred
#   thousand, a hundred; and what sharing them takes for granted. *Read and play 25 minutes,
#   exercises 38 minutes; lectures 003 and 004*
# - **[06 Pooling](06_pooling.ipynb)**: keep the largest or the mean of each window, hand the
#   gradient back to whom it belongs, and see what a shift leaves. *Read and play 35 minutes,
#   exercises 53 minutes; lectures 001, 002, 003 and 004*
# - **[07 Backpropagation](07_backpropagation.ipynb)**: hand a gradient back, from a graph of single
#   numbers to a convolution, and check it by nudging. *Read and play 35 minutes, exercises 45
#   minutes; lectures 001, 002 and 003*
# - **[08 From Hubel and Wiesel to the Neocognitron](08_from_cells_to_the_neocognitron.ipynb)**: a
#   bar of light before a cell of the visual cortex, and a network made of such cells. *Read and
#   play 25 minutes, exercises 17 minutes; lectures 000, 003 and 004*
# - **[09 Train LeNet-5](09_train_lenet5.ipynb)**: first weights, steps downhill, digits read after
#   a quarter of a minute, and what to do when it does not learn. *Read and play 40 minutes,
#   exercises 94 minutes; lectures 002, 003 and 004*
# - **[10 Learned filters](10_learned_filters.ipynb)**: look at what a first layer has learned, and
#   repeat Hubel and Wiesel's experiment on it. *Read and play 35 minutes, exercises 27 minutes;
#   lectures 000 to 004*
# - **[11 Top-9 patches](11_top_9_patches.ipynb)**: ask thousands of images what a unit of any layer
#   looks for, and paint a patch that beats them. *Read and play 30 minutes, exercises 53 minutes;
#   lecture 001*
# - **[12 Inside the network](12_inside_the_network.ipynb)**: follow any number down to its pixels,
#   draw what a network looks at, and test whether the drawing can be trusted. *Read and play 45
#   minutes, exercises 44 minutes; lectures 000, 001 and 002*
# - **[13 From LeNet-5 to ResNet-152](13_architectures.ipynb)**: take the famous networks apart,
#   count what each layer costs, and see why shortcuts made depth possible. *Read and play 35
#   minutes, exercises 110 minutes; lectures 000, 001, 002 and 004*
# - **[14 Features and an SVM, or a network?](14_features_and_svm.ipynb)**: describe photographs by
#   colours and edges, train a linear SVM on them, and let a network's features beat them. *Read and
#   play 30 minutes, exercises 36 minutes; lecture 002*
# - **[15 Beyond classification](15_beyond_classification.ipynb)**: find faces with a classifier
#   that slides, search for pictures by what a network sees in them, and give each pixel a class.
#   *Read and play 45 minutes, exercises 53 minutes; lectures 000, 001 and 002*
# - **[16 Convolution over words](16_convolution_over_words.ipynb)**: slide filters over sentences,
#   keep what is largest, and take a spam filter apart. *Read and play 30 minutes, exercises 27
#   minutes; lecture 003*
# - **[17 The lectures, checked](17_the_lectures_checked.ipynb)**: every number on the slides beside
#   the same number computed, and the slips among them. *Read and play 25 minutes; all lectures*
# - **[18 Your own images](18_your_own_images.ipynb)**: open your photographs, search among them,
#   build a classifier of your own classes, look inside it, and write a page about it. *Read and
#   play 50 minutes; lectures 002 and 003*
# - **[90 Gallery](90_gallery.ipynb)**: every explorer once, and what to try with it first. *Read
#   and play 60 minutes; all lectures*
#
# The lectures, by the number that the notebooks use:
#
# - **000** DLSG #4, Convolutional Neural Networks (2016)
# - **001** Convolutional neural networks: recognition, ConvNets, training
# - **002** A. Lucchi, Deep Learning (2016)
# - **003** D. Silver and C. Frey, Convolution Neural Networks (2017), after Y. LeCun
# - **004** Reasons for the inception of CNNs: from Hubel and Wiesel to ResNet
#
# Each notebook goes the same way: *predict → run → explain → play → exercise*. Do predict, if
# only in your head: being wrong before the cell runs is how the answer sticks.
#
# ## Recap
#
# - Shift + Enter runs a cell; top to bottom is the order that always works.
# - A photograph is numbers; a kernel slides over them, multiplies and adds.
# - `check`, `hint` and `solution` help you on; `progress()` says where you are.
#
# **Next:** [01 An image is a tensor](01_an_image_is_a_tensor.ipynb)
