"""What networks are used for, beyond saying what a picture shows: one task a file.

Importing this does not import Keras: that waits for the first use.

>>> from cnnteach import tasks
>>> tasks.non_maximum_suppression([[0, 0, 4, 4], [0, 1, 4, 5]], [0.8, 0.9])
array([1])
"""

from cnnteach._lazy import names_of

_HOMES = {
    "Faces": "face_detection",
    "Guess": "recognition",
    "Neighbours": "retrieval",
    "Vocabulary": "words",
    "centre_crop": "crops",
    "compare_crops": "multi_crop",
    "convolutional": "dense_to_convolution",
    "detector_arrays": "face_detection",
    "excited_filters": "spam",
    "face_detector": "face_detection",
    "features": "retrieval",
    "find_faces": "face_detection",
    "intersection_over_union": "boxes",
    "labelled_crops": "crops_with_labels",
    "learn_words": "words",
    "nearest": "retrieval",
    "non_maximum_suppression": "boxes",
    "precision_at_k": "retrieval",
    "pyramid": "sliding_window",
    "read_digit": "digit_reading",
    "recognise": "recognition",
    "region_overlap": "segmentation",
    "score_maps": "sliding_window",
    "segment": "segmentation",
    "segmenter": "segmentation",
    "shorter_side": "photographs",
    "spam_filter": "spam",
    "spam_probability": "spam",
    "ten_crops": "crops",
    "text_arrays": "spam",
}
__getattr__, __dir__, __all__ = names_of(__name__, _HOMES)
