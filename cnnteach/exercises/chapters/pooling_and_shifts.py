"""An exercise of notebook 06: which shifts a pooling lets through."""

from cnnteach.exercises.exercise import Chapter

chapter = Chapter("06_pooling")

chapter.question(
    "shifts_that_show",
    "A single 9 stands in a row of eight pixels, pooled by the maximum of pairs. It moves\n"
    "by one pixel, from pixel 0 to 1, then to 2, ... at last to 7. How many of these\n"
    "seven moves change the output?",
    3,
    title="Which moves show",
    points=1,
    minutes=4,
    because="Pairs are (0, 1), (2, 3), (4, 5) and (6, 7): only the moves from 1 to 2, from 3 to 4 "
    "and from 5 to 6 leave one.",
    hints=(
        "Write the pairs down: which pixels share a window?",
        "A move inside a pair is swallowed. How many of the seven go from one pair to the next?",
    ),
    mistakes={
        4: ("counts what is swallowed", "Those are the moves that are swallowed; how many show?"),
        7: (
            "all moves show",
            "A move from pixel 0 to 1 stays inside a pair: the output is as it was.",
        ),
        0: ("no move shows", "From pixel 1 to 2 the 9 leaves its pair for the next one."),
    },
)
