"""An exercise of notebook 09 on a training that goes wrong."""

from cnnteach.exercises.exercise import Chapter

chapter = Chapter("09_train_lenet5")

chapter.question(
    "loss_that_jumps",
    "From the first steps on, the loss jumps about, grows, and is nan after fifty. What do\n"
    "you try first?\n"
    "a: more epochs   b: a smaller learning rate   c: more layers   d: more dropout",
    "b",
    title="The loss explodes",
    points=1,
    minutes=2,
    because="Too large a step leaps over the valley and lands higher than it began: the next "
    "gradient is larger, and so is the next step.",
    hints=(
        "Each step makes it worse. What decides how long a step is?",
        "Lecture 003: training diverges.",
    ),
    mistakes={
        "a": (
            "waits",
            "It does not come back from nan, however long one waits.",
        ),
        "c": (
            "adds layers",
            "A larger network does not take shorter steps.",
        ),
        "d": (
            "adds dropout",
            "Dropout helps a network that learns its images by heart. This one learns nothing.",
        ),
    },
)
