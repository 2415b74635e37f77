"""Boxes around things, as the tasks use them; they are written in `cnnteach.boxes`."""

from cnnteach.boxes import as_boxes, intersection_over_union, non_maximum_suppression

__all__ = ["as_boxes", "intersection_over_union", "non_maximum_suppression"]
