# %% [markdown]
# # 01 · An image is a tensor
#
# **When you are through this page, you can**
#
# - name the questions that recognition asks of an image,
# - find any number of an image by row, column and channel,
# - take an image apart, cut it, and turn it grey,
# - say how many bits a brightness takes, and where bytes betray you,
# - lay out images as the batches that a network takes.
#
# **Time:** 30 minutes to read and play, 22 for the exercises · **Follows:** lecture 001, "What is
# recognition?" and "What is an image?"

# %% [markdown]
# ## What do we want to know of an image?
#
# Here is the kind of photograph that the lecture begins with.
#
# **Predict:** how many different questions could a computer be asked about it?

# %%
from cnnteach.datasets import photo
from cnnteach.figures.captions import captioned
from cnnteach.figures.images import show_images

china = photo("china")
captioned(
    show_images(china, height=3.2),
    caption="A photograph by danielbuechele, CC BY 2.0.",
    alt="A Chinese pavilion with three tiled roofs and red columns, above trees and a lake.",
)

# %% [markdown]
# The lecture asks six:
#
# | task | its question | an answer for this photograph |
# |---|---|---|
# | verification, classification | Is this a pavilion? | yes |
# | detection | Where are the columns? | a box around each of them |
# | identification | Which building is this? | its name |
# | semantic segmentation | What is at each pixel? | sky, roof, tree, water |
# | scene categorisation | What kind of place is it? | a park with a lake |
# | activity recognition | What are people doing here? | nothing: nobody is in sight |
#
# Lecture 000 shows where the answers are used. Cars drive themselves by them. Nerve cells are found
# in slices of a brain, roads in pictures from the air; and one whale is told from another.
#
# Whatever the question, the answer must be computed from the same thing: numbers.
#
# ## The numbers
#
# **Predict:** this photograph is a NumPy array. How many axes has it, and what are they for?

# %%
china.shape, china.dtype

# %% [markdown]
# 427 rows, 640 columns, and 3 channels: red, green and blue. "A (color) image is a 3D tensor of
# numbers", says the lecture. A tensor is, for us, an array with any number of axes. The type
# `uint8` says what each of the numbers may be; we come to that.
#
# Let us look at some of them: the light in the eye of Chelsea the cat, its red channel alone.

# %%
from cnnteach.figures.numbers import numbers

cat = photo("chelsea")
row, column = 98, 162
captioned(
    numbers(cat[row : row + 8, column : column + 12, 0], places=True),
    caption="The red channel of 8 × 12 pixels. A number says how bright its cell is.",
    alt="A grid of numbers: about 130 on the left, below 80 on the right, a spot of up to 167.",
)

# %% [markdown]
# The bright iris, the dark pupil, and in it the reflection of a window. **Play:** change `row`
# and `column` in the cell above. Where is the darkest pixel that you can find?

# %% exercise="numbers_in_photo"

# %% check="numbers_in_photo"

# %% [markdown]
# ## Row, column, channel
#
# An index names the row first (counted *down* from the top), then the column (counted to the
# right), then the channel. All three count from 0.
#
# **Predict:** is the pixel in row 10 and column 300 of the photograph more red, green or blue?

# %%
china[10, 300], int(china[10, 300, 2])

# %% [markdown]
# It is sky: bright in all three, and most of all in channel 2, which is blue.
#
# **A trap.** On paper you say *x, then y*. An array wants *row, then column*: y, then x. Where
# the image is wide enough, the mistake is silent, and you read another pixel:

# %%
china[400, 20], china[20, 400]

# %% [markdown]
# Only where it is not, Python complains: `china[600, 20]` asks for row 600 of 427. Try it.

# %% exercise="green_of_pixel"

# %% check="green_of_pixel"

# %% [markdown]
# ## Three channels, three grey images
#
# "Each channel is a 2D array of numbers." **Predict:** in which channel will Chelsea's ginger fur
# be darkest?

# %%
from cnnteach.figures.images import channels

captioned(
    channels(cat),
    caption="Orange is much red, some green and little blue.",
    alt="A ginger cat in colour, then three grey images; the fur is bright in red, dark in blue.",
)

# %% [markdown]
# In blue. And the eyes? Green-yellow is red and green together, with little blue, so they are
# dark in blue as well. The white of her cheek is bright in all three.

# %% [markdown]
# ## Channels last, channels first
#
# The lecture's example is a CIFAR-10 image, "a 3 × 32 × 32 volume": it puts the channels
# *first*, as PyTorch does. Keras and this course put them *last*: 32 × 32 × 3. The numbers
# are the same; only the order of the axes differs.
#
# **Predict:** `reshape` can also turn one shape into the other. What will the picture look like?

# %%
import numpy as np

square = cat[20:276, 80:336]
moved = np.moveaxis(square, -1, 0)
reshaped = square.reshape(3, 256, 256)
captioned(
    show_images(moved[0], reshaped[0], titles=("moveaxis: channel 0", "reshape: channel 0")),
    caption="Both have the shape (3, 256, 256). Only one of them is a picture of a cat.",
    alt="Left, the cat's face in grey. Right, a weave of grey threads with no cat to be seen.",
)

# %% [markdown]
# `reshape` reads the numbers off in their old order, red, green, blue, red, green, blue, and
# fills them into the new shape. To move an axis, use `moveaxis` or `transpose`.

# %% exercise="channels_first"

# %% check="channels_first"

# %% [markdown]
# ## Cutting
#
# `a:b` takes from `a` up to, but *without*, `b`. So `top : top + height` takes `height` rows.
# **Predict:** what shape has this, and what will be on it?

# %%
nose = cat[220:265, 235:300]
captioned(
    show_images(nose, titles=(f"shape {nose.shape}",), height=1.8),
    caption="A slice of rows, a slice of columns, and all the channels.",
    alt="The reddish nose of the cat, with fur around it.",
)

# %% [markdown]
# A slice is a **view**: it shows the same memory. Write into `nose`, and Chelsea changes too;
# `nose.copy()` is a picture of its own.

# %% exercise="crop"

# %% check="crop"

# %% [markdown]
# ## How many bits are the intensity values?
#
# So asks the lecture. The type has told us: `uint8` is an *u*nsigned *int*eger of *8* bits.
#
# **Predict:** how many different brightnesses is that?

# %%
2**8, np.iinfo(np.uint8)

# %% [markdown]
# 256, from 0 to 255. Do we need them all? Let us keep only the first bits of each number.
#
# **Predict:** how many bits must go before you see steps in the sky?

# %%
rocket = photo("rocket")[:300, 200:500]
coarse = [rocket >> (8 - bits) << (8 - bits) for bits in (8, 4, 3, 1)]
captioned(
    show_images(*coarse, titles=("8 bits", "4 bits", "3 bits", "1 bit")),
    caption="The same rocket with 256, 16, 8 and 2 brightnesses in each channel.",
    alt="A rocket at dusk, four times; from the second on, the smooth sky falls into bands.",
)

# %% [markdown]
# A network would hardly mind four bits. Cameras keep eight or more, because our eyes do mind.
#
# ## Where bytes betray you
#
# There is no 300 in `uint8`. **Predict:** what is 200 + 100?

# %%
np.array([200], dtype=np.uint8) + np.array([100], dtype=np.uint8)

# %% [markdown]
# 44, and not a word of warning: what does not fit goes round, like the hours of a clock, and 300
# − 256 = 44. The other way it is no better: 3 − 5 is 254. On a photograph it looks like this:

# %%
brighter = cat + np.uint8(100)
captioned(
    show_images(cat, brighter, titles=("cat", "cat + 100, in uint8")),
    caption="What was bright has gone round and is dark.",
    alt="The cat, and the cat in wrong colours: her fur cyan, bright spots behind her black.",
)

# %% [markdown]
# The cure: compute in a type with room, then cut off what is too much (`np.clip`), then go back.

# %% exercise="brighten"

# %% check="brighten"

# %% [markdown]
# ## Floats between 0 and 1
#
# Networks compute with fractions, and learn best from small numbers. So one divides by 255.
#
# **Predict:** which type will the result have, and how much more memory does it take?

# %%
x = cat / 255
x.dtype, x.max().item(), x.nbytes // cat.nbytes

# %% [markdown]
# `float64`, eight bytes for each number, where there was one. Networks make do with `float32`:
# `cat.astype("float32") / 255`.
#
# **A trap.** Functions that draw expect colours as bytes of 0 to 255 *or* as floats of 0 to 1.
# Floats up to 255 fit neither; many libraries then show a white image. Ours says so:

# %%
try:
    show_images(cat.astype("float32"))
except ValueError as error:
    print(error)

# %% [markdown]
# ## From colour to grey
#
# One number for each pixel in place of three: how? Here is a flag of three pixels, in pure red,
# pure green and pure blue. **Predict:** what does the plain mean of the channels make of it?

# %%
flag = 255 * np.eye(3, dtype=np.uint8)[np.newaxis]
mean = flag.mean(axis=2).astype(np.uint8)
weighted = (flag @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
captioned(
    show_images(flag, mean, weighted, titles=("flag", "mean", "weighted"), height=0.9),
    caption="A third of each channel, and the weights that television chose for the eye.",
    alt="A red, green and blue flag; one flat grey; and a middle, a light and a dark grey.",
)

# %% [markdown]
# With a third of each, the flag is gone: three pixels of 85. The eye would still see it, because
# it finds green the brightest and blue the darkest. So do the weights.
#
# A weighted sum of the numbers of a pixel: keep that in mind, for it is all that the next
# notebook is made of. **Play:** point at a cell of the output and read its sum. (The output is no
# photograph: the stronger its orange, the larger the number.) Then change the kernel's three
# weights. Which of them show the red alone? Which make the picture as dark as night?

# %%
from cnnteach.widgets import ConvExplorer

weights = np.reshape([0.299, 0.587, 0.114], (1, 1, 3, 1))
ConvExplorer(image="cat's eye", size=10, w=weights)

# %% [markdown]
# Your turn, for a whole photograph at once:

# %% exercise="to_grey"

# %% check="to_grey"

# %% [markdown]
# ## Many images: one more axis
#
# A network takes a **batch** of images at once: `(N, H, W, C)`. Here are 5,000 handwritten
# digits. **Predict:** which axis do they lack?

# %%
from cnnteach.datasets import digits

images, labels = digits()
images.shape, images[:, :, :, np.newaxis].shape

# %% [markdown]
# The channels: a grey image has one, and it must be there all the same. The other way round, one
# photograph is a batch of one: `cat[np.newaxis]` has the shape (1, 300, 451, 3).

# %%
captioned(
    show_images(*images[::500], titles=labels[::500], columns=10, height=1),
    caption="One of each digit in MNIST, with its label.",
    alt="Ten handwritten digits, 0 to 9, white on black.",
)

# %% [markdown]
# ## Why not one long row of numbers?
#
# "We could flatten it to a 1D vector, but then we lose structure", says the lecture. Which
# structure? **Predict:** in the flat row, how far from a pixel is its neighbour below?

# %%
place = np.arange(images[0].size).reshape(images[0].shape)
place[10:12, 14:17]

# %% [markdown]
# These are places in the flat row. From 294 the right neighbour is 1 further, the one below 28:
# in the flat row it is a stranger. So "what about keeping everything in 3D?" That is what the
# next notebooks do.
#
# ## Your own photograph
#
# Any picture file on your disk will do; it comes out as rows, columns and three channels, however
# it was stored. Put a file of yours in place of this one:

# %%
from cnnteach.datasets import open_image
from cnnteach.datasets.wheels import packaged_file

path = packaged_file("skimage", "data/coffee.png")  # for example: path = "Pictures/holiday.jpg"
open_image(path, max_side=400).shape

# %% [markdown]
# ## Recap
#
# - An image is an array `(H, W, C)`: *row, column, channel*, each counted from 0.
# - 8 bits hold 0 to 255. What does not fit goes round without a word: widen, clip, go back.
# - Networks take floats, mostly of 0 to 1, in batches `(N, H, W, C)`.
# - Channels last here, channels first elsewhere: `moveaxis` changes it, `reshape` tears it.
# - Flattening forgets who is whose neighbour, so convolutions read the image as it is.
#
# **Next:** [02 Convolution](02_convolution.ipynb), where a small grid of weights walks over these
# numbers.
