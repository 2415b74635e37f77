# %% [markdown]
# # 16 · Convolution over words
#
# **When you are through this page, you can**
#
# - turn a sentence into a matrix that a network can read,
# - slide a filter over words, and say how many answers it gives, narrow and wide,
# - say why answers are pooled over time, and what k-max pooling keeps,
# - take a spam filter apart, down to the words that decided.
#
# **Time:** 30 minutes to read and play, 27 for the exercises · **Follows:** lecture 003
# "Convolutional Layer on vectors"

# %% [markdown]
# ## A sentence is a matrix
#
# A network reads numbers, so each word becomes a list of numbers, its **word vector**: words that
# are used alike come to have vectors that are alike, because they are learned with the rest.
# Here are five words with two numbers each, few enough to work with by hand.

# %%
import numpy as np

vectors = {"cats": [1, 0], "chase": [0, 1], "mice": [1, 1], "and": [2, 0], "birds": [0, 2]}
sentence = ["cats", "chase", "mice", "and", "birds"]
words = np.array([vectors[word] for word in sentence])
words

# %% [markdown]
# Rows are words, in the order of the sentence; columns are what is known of a word. It looks like
# an image, but it is none: left and right of a number stand other numbers of the same word, in no
# order that would mean anything. Only up and down is a neighbourhood.
#
# ## A filter slides one way
#
# So a filter is as wide as a word vector, and moves along the sentence alone. This one looks at
# three words at a time. **Predict:** how many answers does it give?

# %%
from cnnteach import ops

kernel = np.array([[1, -1], [0, 1], [1, 0]])
ops.conv1d(words[None], kernel[:, :, None])[0, :, 0]

# %% [markdown]
# Three: lecture 003 writes "#words - #length of filter + 1". The first, at the words "cats chase
# mice", is 1 · 1 + 0 · (−1) + 0 · 0 + 1 · 1 + 1 · 1 + 1 · 0 = 3.
#
# **Play:** move the filter with the arrow keys. Type another sentence of these words; what happens
# to a word that is not among them? Change a weight of the filter so that it answers most to "mice
# and birds".

# %%
from cnnteach.widgets import TextConvExplorer

TextConvExplorer()

# %% exercise="narrow_convolution"

# %% check="narrow_convolution"

# %% [markdown]
# ## Narrow and wide
#
# The word "cats" stands under the filter's first row only; its last row never meets it. The
# **wide** form puts rows of zeros before and after the sentence, so that each row meets each word.
# **Predict:** how many answers are there now, for 5 words and a filter of 3?

# %%
ops.conv1d(words[None], kernel[:, :, None], padding=2)[0, :, 0]

# %% [markdown]
# Seven: 5 + 3 − 1. A sentence of one word has an answer, too; in the narrow form the filter would
# not fit. Many networks do the same by filling sentences up to one length with a word that is none.

# %% exercise="wide_convolution"

# %% check="wide_convolution"

# %% [markdown]
# ## Sentences differ in length
#
# A sentence of 5 words gives 3 answers, one of 20 words 18; but the dense layer at the end wants
# the same count each time. "How are we going to handle the variable sized response vectors?
# Pooling!" (lecture 003). **Max over time** keeps the largest answer of each filter, wherever it
# is: the filter says "I have found it", and not where.
#
# **Predict:** which answers does 2-max pooling keep of the seven above, and in which order?

# %%
answers = ops.conv1d(words[None], kernel[:, :, None], padding=2)
kept, places = ops.k_max_pool(answers, 2)
kept[0, :, 0], places[0, :, 0]

# %% [markdown]
# 3 and then 4: the two largest, in the order of the sentence. So **k-max pooling** keeps a little
# of what came first and what came later.

# %% exercise="k_max"

# %% check="k_max"

# %% [markdown]
# ## A spam filter, taken apart
#
# With this alone, text messages can be told from spam: word vectors, filters over 3, 4 and 5 words,
# the largest answer of each, and one dense layer. It learned from four of five messages of a
# collection of 5,574.
#
# (Lecture 002 has a network of the same kind judge whether a sentence is friendly: *sentiment*.)

# %%
from cnnteach import models, tasks

spam = tasks.spam_filter()
models.summary(spam.model)

# %% [markdown]
# 33,642 numbers, nearly all of them word vectors. On the messages that it never saw, 98.85 % are
# right. **Predict:** which of these does it take for spam?

# %%
messages = [
    "Are you coming home for dinner?",
    "You have WON a £1,000 prize! Call 09061701461 now to claim.",
    "I won the race, call me when you are free",
]
shares = tasks.spam_probability(messages)
[f"{share:.3f} {text}" for text, share in zip(messages, shares, strict=True)]

# %% [markdown]
# "won", "call" and "free" alone do not make spam: other words count more, above all the telephone
# number. Which windows spoke most for spam in the second message?

# %%
for heard in tasks.excited_filters(messages[1])[:4]:
    print(f"{heard.towards_spam:+.2f}", " ".join(heard.words))

# %% [markdown]
# **Play:** below, the whole network. The score at the bottom adds up, filter by filter; click on a
# term to see the filter that said it. Then try to get a message of your own taken for spam, and
# spam of your own past the filter. Which words are unknown to it, and what does it make of them?

# %%
TextConvExplorer(messages[1], **tasks.text_arrays())

# %% exercise="numbers_to_the_dense_layer"

# %% check="numbers_to_the_dense_layer"

# %% [markdown]
# ## What it cannot hear
#
# Max over time forgets where. **Predict:** what changes if a message's words come in the opposite
# order?

# %%
forms = ["You can win a free phone", "phone free a win can You"]
shares = tasks.spam_probability(forms)
[f"{share:.3f} {text}" for text, share in zip(forms, shares, strict=True)]

# %% [markdown]
# Turned around, every window holds other words side by side, and the verdict tips over, though not
# by much: most of it is said by single words. Phrases that change places keep the windows within
# them, and lose those across their seams. A network of this kind hears up to five words at a time,
# and no grammar beyond.
#
# ## Recap
#
# - A sentence is a matrix: a row for each word. A filter is as wide as a row, and slides one way.
# - Narrow gives $L - K + 1$ answers, wide $L + K - 1$.
# - Pooling over time makes any length one length; k-max keeps the order of the sentence.
# - What decided can be read off: which filter, at which words, with which weight.
#
# **Next:** [17 The lectures, checked](17_the_lectures_checked.ipynb)
