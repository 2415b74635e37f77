"""Each exercise: the stub is not tried, the solution right, each mistake known by its hint."""

import re
from functools import wraps
from numbers import Real
from pathlib import Path

import numpy as np
import pytest

from cnnteach.exercises import catalogue, check
from cnnteach.exercises.compare import difference
from cnnteach.exercises.keras_view import Facts
from cnnteach.exercises.running import call
from cnnteach.exercises.source import run_cell

EXERCISES = catalogue()
EACH = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
FUNCTIONS = pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(exercise, id=name)
        for name, exercise in EXERCISES.items()
        if exercise.is_function
    ],
)


SEEDS = range(5)  # that the variants of a check are drawn with

MISTAKES = pytest.mark.parametrize(
    ("exercise", "mistake", "seed"),
    [
        pytest.param(exercise, mistake, seed, id=f"{exercise.name}: {mistake.label}, {seed}")
        for exercise in EXERCISES.values()
        for mistake in exercise.mistakes
        for seed in SEEDS
    ],
)
SOLUTIONS = pytest.mark.parametrize(
    ("exercise", "seed"),
    [
        pytest.param(exercise, seed, id=f"{exercise.name}, {seed}")
        for exercise in EXERCISES.values()
        for seed in SEEDS
    ],
)
OVERFLOWS = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # some mistakes are just that
SOURCES = Path(__file__).parents[2] / "notebooks" / "src"

CORNERS = np.array([[4, 6, 6, 4], [6, 9, 9, 6], [6, 9, 9, 6], [4, 6, 6, 4]])
D1 = np.arange(9).reshape(3, 3)
D1_KERNEL = np.array([[0, 1], [2, 3]])
D2 = np.stack([D1, D1 + 1], axis=-1)
D2_KERNEL = np.stack([D1_KERNEL, D1_KERNEL + 1], axis=-1)
ALEXNET = [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)]
POOLED = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
D1_FULL = [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]
VGG16 = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]
SOFTMAX_SLOPES = [[0.0450152865, 0.1223642355, -0.1673795221], [-1 / 3, 1 / 6, 1 / 6]]
STEP = np.zeros((6, 6))
STEP[:, 3:] = 1

KNOWN = [  # computed elsewhere, by hand
    ("patch_dot", (np.array([[0, 1], [3, 4]]), D1_KERNEL), 19),
    ("corr2d_valid", (D1, D1_KERNEL), [[19, 25], [37, 43]]),
    ("conv_vs_corr", (D1, D1_KERNEL), [[5, 11], [23, 29]]),
    ("output_size", (10, 3, 2, 0), 4),
    ("output_size", (227, 11, 4, 0), 55),
    ("output_size", (224, 11, 4, 2), 55),
    ("output_size", (224, 7, 2, 3), 112),
    ("number_of_stops", (7, 3, 2), 3),
    ("same_padding", (6, 3, 2), (0, 1)),
    ("same_padding", (9, 4, 1), (1, 2)),
    ("non_tiling", (np.arange(36).reshape(6, 6), np.ones((3, 3)), 2), [[63, 81], [171, 189]]),
    ("same_border", (np.ones((4, 4)), np.ones((3, 3))), CORNERS),
    ("multi_channel", (D2, D2_KERNEL), [[56, 72], [104, 120]]),
    ("conv_params", ((5, 5), 3, 10, (32, 32)), 760),
    ("conv_params", ((3, 3), 64, 128, (56, 56)), 73_856),
    ("conv_params", ((11, 11), 3, 96, (227, 227)), 34_944),
    ("conv_params", ((5, 5), 3, 200, (32, 32)), 15_200),
    ("receptive_field", ([(3, 1)] * 3,), [3, 5, 7]),
    ("receptive_field", ([(5, 1), (2, 2), (5, 1), (2, 2), (5, 1)],), [5, 6, 14, 16, 32]),
    ("receptive_field", (ALEXNET,), [11, 19, 51, 67, 99, 131, 163, 195]),
    ("separable", (256, 256, 5), (1_638_400, 655_360)),
    ("max_pool", (POOLED, 2, 2), ([[4, 5], [8, 9]], [[4, 7], [13, 10]])),
    ("padded_max_pool", (np.full((2, 2), -1), 2, 1), np.full((3, 3), -1)),
    ("average_pool_backward", (np.array([[4]]), (2, 2), 2, 2), [[1, 1], [1, 1]]),
    ("average_pool", (POOLED, 2, 2, 0, True), [[2.5, 2.25], [2.75, 4.5]]),
    ("average_pool", (np.ones((1, 1)), 2, 1, 1, True), np.full((2, 2), 0.25)),
    ("average_pool", (np.ones((1, 1)), 2, 1, 1, False), np.ones((2, 2))),
    ("full_correlation", (D1, D1_KERNEL), D1_FULL),
    ("layer_counts", (5, 1, 6, 28, 28), (4_704, 156, 122_304)),
    ("layer_counts", (5, 16, 120, 1, 1), (120, 48_120, 48_120)),
    ("vgg_parameters", (VGG16,), 138_357_544),
    ("shared_and_dense", ((40, 19, 9, 4), 15, 3, 10), (2_050, 59_065)),
    ("first_weights_limit", (5, 3, 16, "he"), 0.28284271247),
    ("first_weights_limit", (5, 3, 16, "xavier"), 0.11239029738),
    ("softmax_gradient", (np.array([[1.0, 2, 3], [1, 1, 1]]), [2, 0]), SOFTMAX_SLOPES),
    ("dropout_backward", (np.ones(4), np.array([1, 0, 1, 0], bool), 0.5), [2, 0, 2, 0]),
    ("means_of_any_row", (np.arange(5), 2), [1, 3]),
    ("response_norm", (np.array([[[1.0, 0, 3]]]), 3, 1, 1, 0.5), [[[0.5**0.5, 0, 0.9**0.5]]]),
    ("top_error", (np.array([[5, 3, 1], [1, 3, 5], [3, 5, 1]]), np.array([1, 0, 2]), 2), 2 / 3),
    ("separable_gap", (np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),), 0.25),
    ("sobel", (STEP,), [[0, 4, 4, 0]] * 4),
    ("sobel", (STEP.T,), np.zeros((4, 4))),
]


@pytest.mark.parametrize(("name", "args", "answer"), KNOWN)
def test_a_solution_gives_the_known_answer(name, args, answer):
    np.testing.assert_allclose(EXERCISES[name].solution(*args), answer, rtol=1e-8)


def test_a_filter_adds_its_own_bias():
    filters = np.stack([D2_KERNEL] * 3, axis=-1)
    maps = EXERCISES["many_filters"].solution(D2, filters, np.array([1, 2, 3]))
    assert maps[0, 0].tolist() == [57, 58, 59]
    assert maps[:, :, 0].tolist() == [[57, 73], [105, 121]]


def test_an_impulse_gives_the_kernel_upright_only_by_true_convolution():
    impulse, kernel = np.zeros((5, 5)), np.arange(1, 10).reshape(3, 3)
    impulse[2, 2] = 1
    assert EXERCISES["conv_vs_corr"].solution(impulse, kernel).ravel().tolist() == [*range(1, 10)]
    upside_down = EXERCISES["corr2d_valid"].solution(impulse, kernel)
    assert upside_down.ravel().tolist() == [*range(9, 0, -1)]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("numbers_in_photo", 786_432),
        ("green_of_pixel", "b"),
        ("alexnet", (55, 55, 96)),
        ("alexnet_neurons", 290_400),
        ("lenet5_c3", 1_516),
        ("shifts_that_show", 3),
    ],
)
def test_a_question_has_the_known_answer(name, answer):
    assert EXERCISES[name].solution == answer


@EACH
def test_no_line_of_a_task_is_wrapped_in_the_cell(exercise):
    assert not re.search(r"(?m)^#    ", exercise.stub_source)


@EACH
def test_a_stub_is_not_tried_yet(exercise):
    result = check(exercise.name, exercise.stub)
    assert result.passed is None
    assert result.title == "Not tried yet"


@SOLUTIONS
def test_the_solution_is_right(exercise, seed):
    result = check(exercise.name, exercise.solution, seed=seed)
    assert result.passed is True, result
    assert exercise.because in result.message


@OVERFLOWS
@MISTAKES
def test_a_usual_mistake_is_known_by_its_own_hint(exercise, mistake, seed):
    result = check(exercise.name, mistake.answer, seed=seed)
    assert result.passed is False
    assert result.label == mistake.label, result
    hints = [each.hint for each in exercise.mistakes if each.hint in result.message]
    assert hints == [mistake.hint]
    assert " at 0x" not in result.message


@OVERFLOWS
@EACH
def test_wrong_answers_are_the_mistakes_by_label(exercise):
    answers = exercise.wrong_answers
    assert [*answers] == [mistake.label for mistake in exercise.mistakes]
    assert all(check(exercise.name, answer).passed is False for answer in answers.values())


def _lazy_answers(exercise):
    if not exercise.is_function:
        return [0, 1, -1, "", "z", [], (0, 0, 0), np.zeros(3), float("nan"), 10**40, True]
    right = exercise.examples[0][1]
    blank = np.zeros_like(right)
    nested = blank.tolist()
    values = [None, 0, 1, 0.0, "", [], (), blank, blank + 1, right, nested, np.nan, object()]
    return [lambda *args, value=value: value for value in values]


@EACH
def test_constants_zeros_and_nothing_are_not_right(exercise):
    for answer in _lazy_answers(exercise):
        result = check(exercise.name, answer)
        assert not result, (answer, result)
        assert result.message


@EACH
def test_the_cells_run_alone(exercise):
    assert check(exercise.name, run_cell(exercise.stub_source, exercise.name)).passed is None
    assert check(exercise.name, run_cell(exercise.solution_source, exercise.name)).passed is True


@EACH
def test_a_cell_to_complete_says_the_task_and_not_the_solution(exercise):
    stub, solved = exercise.stub_source.splitlines(), exercise.solution_source.splitlines()
    begun = len(stub) - 1
    assert stub[:begun] == solved[:begun]
    last = "    raise NotImplementedError  # your code here"
    assert stub[-1] == (last if exercise.is_function else f"{exercise.name} = ...")
    assert not {line for line in solved[begun:] if line} & set(stub)


@EACH
def test_the_examples_hold_for_the_oracle_too(exercise):
    for args, right in exercise.examples:
        given = exercise.oracle(*args)
        if isinstance(right, Facts):
            assert difference(given, right) is None
        else:
            np.testing.assert_allclose(given, right, rtol=1e-9, atol=1e-12)


@FUNCTIONS
def test_what_is_a_count_in_one_case_is_so_in_all(exercise):
    """Else a float is right here and refused there."""
    cases = exercise.cases(np.random.default_rng(0))
    assert len({type(right) is int for _, right in cases}) == 1


@FUNCTIONS
def test_rounding_is_forgiven(exercise):
    """Another order of the same sums leaves other last bits, as large as what was added up."""
    rng = np.random.default_rng(0)

    @wraps(exercise.solution)
    def rounded(*args):
        right = exercise.solution(*args)
        return _shaken(right, 1e-14 * max(_sizes([*args, right]), default=0), rng)

    for seed in SEEDS:
        result = check(exercise.name, rounded, seed=seed)
        assert result.passed is True, result


def _sizes(value):
    """Give the largest number of each array, list and number in `value`."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _sizes(each)
    elif isinstance(value, np.ndarray | Real) and np.asarray(value).dtype.kind in "fiu":
        array = np.abs(np.asarray(value, float))
        yield float(np.max(array, initial=0, where=np.isfinite(array)))


def _shaken(value, by, rng):
    """Add up to `by` to every float in `value`."""
    if isinstance(value, list | tuple):
        return type(value)(_shaken(each, by, rng) for each in value)
    if isinstance(value, np.ndarray | float) and np.asarray(value).dtype.kind == "f":
        return value + (by * rng.uniform(-1, 1, np.shape(value))).astype(np.asarray(value).dtype)
    return value


@FUNCTIONS
def test_variants_are_fresh_and_repeatable(exercise):
    one, again, other = (repr(exercise.variants(np.random.default_rng(seed))) for seed in (1, 1, 2))
    assert one == again
    assert one != other


@FUNCTIONS
def test_a_solution_leaves_its_inputs_alone(exercise):
    for args, _ in exercise.cases(np.random.default_rng(0)):
        assert call(exercise.solution, args, exercise.view).changed == ()


@EACH
def test_an_exercise_is_complete(exercise):
    assert exercise.title
    assert exercise.task
    assert exercise.because
    assert exercise.points in (1, 2, 3)
    assert 1 <= exercise.minutes <= 15
    assert exercise.level in ("easy", "medium", "hard")
    assert len(exercise.hints) == 2
    assert len(exercise.mistakes) >= 3
    assert exercise.is_function == (exercise.oracle is not None) == bool(exercise.examples)
    said = [*exercise.hints, *(mistake.hint for mistake in exercise.mistakes)]
    assert len(set(said)) == len(said)
    assert all(text.count("`") % 2 == 0 for text in [*said, exercise.because])
    assert not any("``" in text for text in [exercise.task, *said, exercise.because])
    assert max(map(len, exercise.stub_source.splitlines())) <= 100


def test_the_catalogue_keeps_the_order_of_the_notebooks():
    for notebook in dict.fromkeys(exercise.notebook for exercise in EXERCISES.values()):
        lesson = (SOURCES / f"{notebook}.py").read_text(encoding="utf-8")
        in_lesson = re.findall(r'^# %% exercise="(\w+)"', lesson, re.MULTILINE)
        assert in_lesson == [
            exercise.name for exercise in EXERCISES.values() if exercise.notebook == notebook
        ]


def test_every_lesson_has_exercises():
    counts = {}
    for exercise in EXERCISES.values():
        counts[exercise.notebook] = counts.get(exercise.notebook, 0) + 1
    lessons = {path.stem for path in SOURCES.glob("*.py")} - {"00_start_here"}
    assert set(counts) <= lessons
    assert {name: count for name, count in counts.items() if count < 4} == {}
    assert list(counts) == sorted(counts), "in the order of the notebooks"
