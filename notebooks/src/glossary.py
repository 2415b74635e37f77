# %% [markdown]
# # Glossary
#
# The words of the course, in the order of the alphabet, with the names that you meet elsewhere for
# the same thing, and the notebook that explains each. In JupyterLab *View → Table of Contents*
# lists them at the left; *Ctrl + F* finds one.

# %% [markdown]
# ## 0–9
#
# ### 1 × 1 convolution
#
# A filter without neighbours: at each pixel it mixes the channels, and so changes the depth.
# *Also: pointwise convolution.* → [04](04_volumes.ipynb)

# %% [markdown]
# ## A
#
# ### activation
#
# The number that a unit gives for an input, most often after the nonlinearity. *Also: answer,
# response.* → [04](04_volumes.ipynb)
#
# ### adaptive pooling
#
# Pooling whose windows grow with the input, so that the output has one size. *Also: spatial
# pyramid pooling (several sizes at once).* → [06](06_pooling.ipynb)
#
# ### attribution
#
# A picture of how much each pixel had to do with an answer. *Also: saliency, heat map.* →
# [12](12_inside_the_network.ipynb)
#
# ### augmentation
#
# To change training images a little, by chance, each time that they are shown: shifted, mirrored,
# recoloured. *Also: data augmentation.* → [09](09_train_lenet5.ipynb)
#
# ### average pooling
#
# Keep the mean of each window. *Also: mean pooling, subsampling (LeCun).* → [06](06_pooling.ipynb)
#
# ### average precision
#
# The precision at the rank of each right result, averaged: high if the right ones come first. →
# [15](15_beyond_classification.ipynb)

# %% [markdown]
# ## B
#
# ### backpropagation
#
# Handing the gradient of the loss back through a network, layer by layer, so that every weight
# gets its own. *Also: backprop, reverse-mode differentiation.* → [07](07_backpropagation.ipynb)
#
# ### baseline
#
# What a result is compared with: the simple method that a better one has to beat. For integrated
# gradients, the image that counts as "nothing". → [12](12_inside_the_network.ipynb),
# [14](14_features_and_svm.ipynb)
#
# ### batch
#
# Several images that go through a network together; the first axis of its input. *Also:
# mini-batch.* → [01](01_an_image_is_a_tensor.ipynb), [04](04_volumes.ipynb)
#
# ### batch normalisation
#
# Give each map mean 0 and spread 1 over a batch, then a learned spread and mean. *Also: batch
# norm, BN.* → [13](13_architectures.ipynb)
#
# ### bias
#
# The number that a unit adds to its products. *Also: offset, intercept.* →
# [02](02_convolution.ipynb), [03](03_stride_padding_output_size.ipynb)
#
# ### bottleneck
#
# A 1 × 1 layer that makes fewer maps before an expensive layer reads them. →
# [13](13_architectures.ipynb)

# %% [markdown]
# ## C
#
# ### C-cell
#
# The Neocognitron's pooling unit: it answers if one of the S-cells near a place does. →
# [08](08_from_cells_to_the_neocognitron.ipynb)
#
# ### cell of a notebook
#
# A piece of text, or of code that is run as a whole. → [00](00_start_here.ipynb)
#
# ### chain rule
#
# Along a path through a computation, derivatives are multiplied; from path to path, they are
# added. → [07](07_backpropagation.ipynb)
#
# ### channel
#
# One layer of an image or a volume: its red, or the map of one filter. *Also: plane, depth slice,
# feature.* → [01](01_an_image_is_a_tensor.ipynb)
#
# ### classification
#
# Which of several classes does this image belong to? *Also: categorisation.* →
# [01](01_an_image_is_a_tensor.ipynb)
#
# ### colour histogram
#
# How many pixels of an image have each of a few colours; nothing about where. →
# [14](14_features_and_svm.ipynb)
#
# ### complex cell
#
# A cell of the visual cortex that answers to a bar of one orientation anywhere in its field. →
# [08](08_from_cells_to_the_neocognitron.ipynb), [10](10_learned_filters.ipynb)
#
# ### computational graph
#
# A computation drawn as nodes, one for each number or array, and edges from what is used to what
# is made of it. → [07](07_backpropagation.ipynb)
#
# ### confusion matrix
#
# How many images of each class got which answer; what is right lies on its diagonal. →
# [18](18_your_own_images.ipynb)
#
# ### connections
#
# The multiplications of one pass through a layer, and a bias for each sum: a shared weight counts
# at each of its places. *Also: multiply–accumulates, MACs.* → [13](13_architectures.ipynb)
#
# ### convolution
#
# Slide a flipped kernel over an input, and take the dot product at each stop. Networks leave out
# the flip, and call it convolution all the same. → [02](02_convolution.ipynb)
#
# ### cross-correlation
#
# Convolution without the flip: what the layers of every library compute. →
# [02](02_convolution.ipynb)
#
# ### cross-entropy
#
# The loss of a classifier: minus the logarithm of the share that the right class got. *Also: log
# loss, negative log-likelihood.* → [09](09_train_lenet5.ipynb)

# %% [markdown]
# ## D
#
# ### dead unit
#
# A unit that is 0 for every image, so that its gradient is 0 and it learns no more. *Also: dead
# ReLU.* → [09](09_train_lenet5.ipynb), [10](10_learned_filters.ipynb)
#
# ### DeconvNet
#
# A way to draw what excited a unit: go backwards, and let a ReLU pass what is positive from above.
# *Also: deconvolution.* → [12](12_inside_the_network.ipynb)
#
# ### dense layer
#
# A layer in which each unit has a weight for each number of the input. *Also: fully connected
# layer, linear layer.* → [05](05_why_not_dense.ipynb)
#
# ### depth
#
# The number of channels of a volume. Of a network: how many layers with weights lie one after the
# other. *Also: number of filters.* → [04](04_volumes.ipynb)
#
# ### depth column
#
# All units at one place of a volume: they see the same window. *Also: fibre.* →
# [04](04_volumes.ipynb)
#
# ### depthwise separable convolution
#
# First look around in each channel apart, then mix the channels by 1 × 1. → [04](04_volumes.ipynb)
#
# ### derivative
#
# How fast one number grows with another. *Also: slope.* → [07](07_backpropagation.ipynb)
#
# ### detection
#
# What is where? A class and a box for each thing in the image. *Also: localisation.* →
# [01](01_an_image_is_a_tensor.ipynb), [15](15_beyond_classification.ipynb)
#
# ### dilation
#
# Gaps between the pixels that a kernel reads, so that it sees further with as many weights. *Also:
# atrous convolution.* → [07](07_backpropagation.ipynb)
#
# ### direction of an edge
#
# Which way it gets brighter there: the angle of the two Sobel answers. *Also: orientation of the
# gradient.* → [14](14_features_and_svm.ipynb)
#
# ### dot product
#
# Multiply number by number, and add up: how much two lists of numbers are alike. *Also: inner
# product, scalar product.* → [02](02_convolution.ipynb)
#
# ### dropout
#
# In training, set some units to 0 by chance, so that none can rely on another. →
# [09](09_train_lenet5.ipynb)
#
# ### dtype
#
# What kind of number an array holds, such as `uint8` for 0 to 255. *Also: type.* →
# [01](01_an_image_is_a_tensor.ipynb)

# %% [markdown]
# ## E
#
# ### edge
#
# In an image, a place where bright meets dark. In a graph, the arrow from one node to the next. →
# [07](07_backpropagation.ipynb), [08](08_from_cells_to_the_neocognitron.ipynb)
#
# ### effective receptive field
#
# The pixels of a receptive field that in fact count, mostly those in its middle. →
# [12](12_inside_the_network.ipynb)
#
# ### ensemble
#
# Several networks, trained apart, whose shares are averaged: they vote. →
# [13](13_architectures.ipynb)
#
# ### epoch
#
# One pass of the training through all of its images. → [09](09_train_lenet5.ipynb)
#
# ### equivariant
#
# If the input moves, the output moves along: f(g(x)) = g(f(x)). *Also: equivariance.* →
# [05](05_why_not_dense.ipynb)

# %% [markdown]
# ## F
#
# ### feature
#
# Something about an image that is worth knowing, as a number: written by people, or learned. →
# [14](14_features_and_svm.ipynb)
#
# ### feature map
#
# What one filter makes of its whole input: a picture of where it found what it looks for. *Also:
# activation map, convolved feature.* → [02](02_convolution.ipynb), [06](06_pooling.ipynb)
#
# ### filter
#
# The weights of one map: a kernel for each channel of the input, and a bias. Often used for
# kernel. *Also: feature detector.* → [02](02_convolution.ipynb)
#
# ### forward pass
#
# To compute a network's output from its input. Backwards, gradients are computed. →
# [06](06_pooling.ipynb)
#
# ### fully convolutional
#
# Of a network: without dense layers, so that it takes an image of any size and gives an answer at
# each place. *Also: FCN.* → [15](15_beyond_classification.ipynb)

# %% [markdown]
# ## G
#
# ### global pooling
#
# Pooling with one window over the whole map: one number for each. *Also: global average pooling,
# GAP.* → [06](06_pooling.ipynb)
#
# ### Grad-CAM
#
# A coarse attribution: the maps of the last convolutional layer, each weighted by its mean
# gradient. → [12](12_inside_the_network.ipynb)
#
# ### gradient
#
# The derivatives of one number, such as the loss, by every number of an array; it has the array's
# shape. → [07](07_backpropagation.ipynb)
#
# ### gradient check
#
# Compare a computed gradient with what nudging each number shows. *Also: numerical gradient
# checking, gradcheck.* → [07](07_backpropagation.ipynb)
#
# ### gradient descent
#
# Take a small step against the gradient of the loss, again and again; stochastic, if each step
# sees a few images drawn by chance. *Also: SGD.* → [09](09_train_lenet5.ipynb)
#
# ### grating
#
# Stripes of light and dark, to test what a cell or a filter answers to. →
# [08](08_from_cells_to_the_neocognitron.ipynb), [10](10_learned_filters.ipynb)
#
# ### guided backpropagation
#
# A gradient whose ReLUs pass only what was positive forwards *and* is positive backwards. Pretty,
# and nearly blind to what was learned. → [12](12_inside_the_network.ipynb)

# %% [markdown]
# ## H
#
# ### hinge loss
#
# The loss of an SVM: what the right class lacks of a lead of 1. → [14](14_features_and_svm.ipynb)
#
# ### histogram of oriented gradients
#
# How much edge there is of each direction, cell by cell of the image. *Also: HOG.* →
# [14](14_features_and_svm.ipynb)

# %% [markdown]
# ## I
#
# ### ICA
#
# Finds filters that answer to a patch seldom but strongly, without labels. *Also: independent
# component analysis.* → [10](10_learned_filters.ipynb)
#
# ### im2col
#
# Write each window as a row (or column) of a matrix: the convolution is then one matrix product.
# *Also: unfolding.* → [04](04_volumes.ipynb)
#
# ### image pyramid
#
# One image at several sizes, so that a window of one size finds things of every size. *Also:
# scales.* → [15](15_beyond_classification.ipynb)
#
# ### ImageNet
#
# Photographs of a thousand kinds of things, 1.2 million to learn from; the contest of 2010 to 2017
# was held on them. *Also: ILSVRC.* → [13](13_architectures.ipynb)
#
# ### initialisation
#
# How weights are drawn before training: by chance, with a spread that keeps the signal's size.
# *Also: He or Xavier (Glorot) initialisation.* → [09](09_train_lenet5.ipynb)
#
# ### integrated gradients
#
# An attribution that adds up the slopes on the way from a baseline to the image. →
# [12](12_inside_the_network.ipynb)
#
# ### intersection over union
#
# The area (or the pixels) that two boxes (or maps) have in common, by what either has. *Also: IoU,
# Jaccard index.* → [15](15_beyond_classification.ipynb)
#
# ### invariant
#
# If the input moves, the output stays. *Also: invariance.* → [02](02_convolution.ipynb),
# [08](08_from_cells_to_the_neocognitron.ipynb)

# %% [markdown]
# ## K
#
# ### k-max pooling
#
# Keep the k largest answers of each filter, in the order of the sentence. →
# [16](16_convolution_over_words.ipynb)
#
# ### k-means
#
# Finds groups of patches that are alike, and the mean of each, without labels. *Also: clustering.*
# → [10](10_learned_filters.ipynb)
#
# ### kernel
#
# The small grid of weights that slides over one channel. (Also: the Python process behind a
# notebook.) *Also: filter, mask, convolution matrix.* → [00](00_start_here.ipynb),
# [02](02_convolution.ipynb)

# %% [markdown]
# ## L
#
# ### learning rate
#
# How far a step goes against the gradient. *Also: step size, η.* → [09](09_train_lenet5.ipynb)
#
# ### linear classifier
#
# Gives each class a score w · x + b; between two classes, the border is a line or a plane. →
# [14](14_features_and_svm.ipynb)
#
# ### local response normalisation
#
# Divide each number by its neighbours in other maps, as AlexNet did. *Also: LRN.* →
# [13](13_architectures.ipynb)
#
# ### locally connected layer
#
# Each unit sees a window, as in a convolution, but has weights of its own. *Also: unshared
# convolution.* → [05](05_why_not_dense.ipynb)
#
# ### logit
#
# A class's score before the softmax. *Also: score.* → [12](12_inside_the_network.ipynb)
#
# ### loss
#
# One number for how wrong a network is; training makes it small. *Also: cost, objective.* →
# [07](07_backpropagation.ipynb), [09](09_train_lenet5.ipynb)

# %% [markdown]
# ## M
#
# ### margin
#
# How far the nearest point lies from a classifier's border. → [14](14_features_and_svm.ipynb)
#
# ### max over time
#
# Of each filter, the largest answer in the whole sentence. *Also: 1-max pooling, global max
# pooling.* → [16](16_convolution_over_words.ipynb)
#
# ### max pooling
#
# Keep the largest number of each window. → [06](06_pooling.ipynb)
#
# ### momentum
#
# A part of the last step that is added to the next, as with a ball that rolls. →
# [09](09_train_lenet5.ipynb)

# %% [markdown]
# ## N
#
# ### narrow convolution
#
# One in which the window never leaves the input: it gives fewer answers than there are words.
# *Also: valid convolution.* → [16](16_convolution_over_words.ipynb)
#
# ### Neocognitron
#
# Fukushima's network of 1980: shared weights and pooling, layer upon layer, without
# backpropagation. → [08](08_from_cells_to_the_neocognitron.ipynb)
#
# ### non-maximum suppression
#
# Keep the box with the best score, drop all that overlap it too far, and go on with the rest.
# *Also: NMS.* → [15](15_beyond_classification.ipynb)

# %% [markdown]
# ## O
#
# ### occlusion
#
# Cover a part of the image, and see how far the score falls. → [12](12_inside_the_network.ipynb)
#
# ### output size
#
# How many stops a window makes: ⌊(w + 2p − k) / s⌋ + 1 along each side. →
# [03](03_stride_padding_output_size.ipynb)
#
# ### overfitting
#
# To learn the training images by heart, so that new ones are read worse. →
# [09](09_train_lenet5.ipynb)

# %% [markdown]
# ## P
#
# ### padding
#
# Numbers, mostly zeros, put around the input before a window slides over it. "Same" keeps the size
# at stride 1, "valid" means none. *Also: zero padding, border.* →
# [03](03_stride_padding_output_size.ipynb)
#
# ### parameter
#
# A number that training changes: a weight or a bias. → [13](13_architectures.ipynb)
#
# ### patch
#
# A small piece cut out of an image. *Also: crop, image patch.* → [02](02_convolution.ipynb),
# [11](11_top_9_patches.ipynb)
#
# ### phase
#
# Where in its field the stripes lie that a cell likes, or that it is shown. →
# [10](10_learned_filters.ipynb)
#
# ### pooling
#
# Make a map smaller by keeping one number of each window. *Also: subsampling, downsampling.* →
# [06](06_pooling.ipynb)
#
# ### precision
#
# Of all that was found, the share that is right. Its counterpart is recall. →
# [15](15_beyond_classification.ipynb)
#
# ### precision at k
#
# Of the k nearest images that a search found, the share that is of the right class. →
# [15](15_beyond_classification.ipynb)
#
# ### prior
#
# What is believed before any data are seen. An infinitely strong one can never be overruled by
# data. *Also: inductive bias.* → [05](05_why_not_dense.ipynb)

# %% [markdown]
# ## R
#
# ### rank correlation
#
# How alike two maps order their pixels from dark to bright: 1 for the same order, 0 for none in
# common. *Also: Spearman correlation.* → [12](12_inside_the_network.ipynb)
#
# ### recall
#
# Of all that there is to find, the share that was found. → [15](15_beyond_classification.ipynb)
#
# ### receptive field
#
# The pixels of the image that can change a unit's answer; in the cortex, the part of the retina. →
# [03](03_stride_padding_output_size.ipynb), [08](08_from_cells_to_the_neocognitron.ipynb)
#
# ### ReLU
#
# max(0, x): keeps what is positive, and makes the rest 0. *Also: rectifier, rectified linear
# unit.* One of the *activation functions*, or nonlinearities. → [06](06_pooling.ipynb),
# [07](07_backpropagation.ipynb)
#
# ### retrieval
#
# Which images of a collection are like this one? *Also: image search.* →
# [15](15_beyond_classification.ipynb)

# %% [markdown]
# ## S
#
# ### S-cell
#
# The Neocognitron's unit that looks for a feature at one place. →
# [08](08_from_cells_to_the_neocognitron.ipynb)
#
# ### saliency map
#
# For each pixel, the size of the score's slope. *Also: sensitivity map.* →
# [12](12_inside_the_network.ipynb)
#
# ### segmentation
#
# What is at each pixel? *Also: semantic segmentation.* → [01](01_an_image_is_a_tensor.ipynb),
# [15](15_beyond_classification.ipynb)
#
# ### separable kernel
#
# A kernel that is a column times a row, so that two thin passes do its work. *Also: kernel of rank
# 1.* → [02](02_convolution.ipynb)
#
# ### shape
#
# The lengths of an array's axes, such as (rows, columns, channels). →
# [01](01_an_image_is_a_tensor.ipynb)
#
# ### shard
#
# One of the parts that a large set of images is cut into, so that several machines can work. →
# [11](11_top_9_patches.ipynb)
#
# ### shared weights
#
# The same weights at every place: what makes a layer a convolution. *Also: parameter sharing,
# weight sharing, tied weights.* → [05](05_why_not_dense.ipynb)
#
# ### shortcut
#
# An edge past one or more layers, which adds what came in to what they made of it. *Also: skip
# connection, residual connection.* → [13](13_architectures.ipynb)
#
# ### simple cell
#
# A cell of the visual cortex that answers to a bar of one orientation at one place. →
# [08](08_from_cells_to_the_neocognitron.ipynb), [10](10_learned_filters.ipynb)
#
# ### SmoothGrad
#
# The mean of the gradients at many noisy copies of an image. → [12](12_inside_the_network.ipynb)
#
# ### softmax
#
# Turns scores into shares that are positive and add up to 1. → [09](09_train_lenet5.ipynb)
#
# ### sparse
#
# With mostly zeros. Sparse interactions: each unit sees a few inputs. A sparse code: few units
# answer. *Also: sparse connectivity, local connectivity.* → [05](05_why_not_dense.ipynb),
# [10](10_learned_filters.ipynb)
#
# ### spectrum
#
# How strongly a filter answers to stripes of each direction and width. *Also: Fourier transform,
# frequency response.* → [10](10_learned_filters.ipynb)
#
# ### spread
#
# How far numbers lie from their mean, typically: the root of the mean squared distance. *Also:
# standard deviation.* → [09](09_train_lenet5.ipynb)
#
# ### strength of an edge
#
# How steeply the brightness changes there: √(dx² + dy²). *Also: gradient magnitude.* →
# [14](14_features_and_svm.ipynb)
#
# ### stride
#
# How many pixels a window jumps from one stop to the next. *Also: step.* →
# [03](03_stride_padding_output_size.ipynb)
#
# ### support vectors
#
# The few points that lie nearest to an SVM's border, and alone decide it. →
# [14](14_features_and_svm.ipynb)
#
# ### SVM
#
# A linear classifier that looks for the widest margin. *Also: support vector machine.* →
# [14](14_features_and_svm.ipynb)

# %% [markdown]
# ## T
#
# ### tensor
#
# An array of numbers with any number of axes. *Also: array, multidimensional array.* →
# [01](01_an_image_is_a_tensor.ipynb)
#
# ### test set
#
# Images that training never sees, kept to judge it. Not the validation set, by which settings are
# chosen. *Also: held-out data.* → [09](09_train_lenet5.ipynb)
#
# ### Toeplitz matrix
#
# A matrix that is constant along its diagonals, as that of a convolution over a row of numbers. →
# [05](05_why_not_dense.ipynb)
#
# ### top-5 error
#
# How often the right class is not among a network's five best guesses. →
# [13](13_architectures.ipynb)
#
# ### top-9 patches
#
# The nine patches, of all images, that excite a unit most. → [11](11_top_9_patches.ipynb)
#
# ### transfer
#
# To use what a network learned for one task in another. *Also: transfer learning.* →
# [14](14_features_and_svm.ipynb)
#
# ### transposed convolution
#
# Paint a kernel, times each number of a small map, onto a large one; what overlaps adds up. It is
# the backward pass of a convolution. *Also: deconvolution, upsampling.* →
# [15](15_beyond_classification.ipynb)
#
# ### tuned
#
# Answering most to one value, such as one direction, and less to others. The curve is the tuning
# curve. *Also: selective.* → [08](08_from_cells_to_the_neocognitron.ipynb),
# [10](10_learned_filters.ipynb)

# %% [markdown]
# ## U
#
# ### underfitting
#
# To miss what is there to be learned, because the model cannot say it or was not trained for long
# enough. → [05](05_why_not_dense.ipynb)
#
# ### unit
#
# One number of a layer's output, and what makes it. *Also: neuron, cell.* →
# [03](03_stride_padding_output_size.ipynb)
#
# ### upstream gradient
#
# What arrives from above: the gradient of the loss by a layer's output, `dy`. →
# [07](07_backpropagation.ipynb)

# %% [markdown]
# ## V
#
# ### validation set
#
# Images kept aside to choose settings by. Not the test set, which is looked at once, at the end. →
# [09](09_train_lenet5.ipynb)
#
# ### vanishing gradient
#
# A gradient that each layer makes smaller, until nothing arrives at the first. The opposite is an
# exploding gradient. → [13](13_architectures.ipynb)
#
# ### view
#
# An array that shares its numbers with another: to change one is to change both. →
# [01](01_an_image_is_a_tensor.ipynb)
#
# ### volume
#
# An array of height, width and depth: an image, or a stack of maps. *Also: 3D activations.* →
# [04](04_volumes.ipynb)

# %% [markdown]
# ## W
#
# ### weight
#
# A number that is multiplied with an input, and learned. *Also: parameter, coefficient.* →
# [02](02_convolution.ipynb)
#
# ### weight decay
#
# A small pull of every weight towards 0 at each step. *Also: L2 regularisation.* →
# [05](05_why_not_dense.ipynb), [09](09_train_lenet5.ipynb)
#
# ### wide convolution
#
# One with zeros before and after, so that each row of the filter meets each word: it gives more
# answers than there are words. *Also: full convolution.* → [16](16_convolution_over_words.ipynb)
#
# ### window
#
# The part of the input that a kernel lies on, at one stop. *Also: local receptive field.* →
# [03](03_stride_padding_output_size.ipynb)
#
# ### word vector
#
# The list of numbers that stands for a word. *Also: word embedding.* →
# [16](16_convolution_over_words.ipynb)

# %% [markdown]
# Back to [00 Start here](00_start_here.ipynb) and the map of the course.
