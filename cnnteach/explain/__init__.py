"""What a network has learned: its filters, its maps, what excites a unit most, from which pixels.

Importing this does not import Keras: that waits for the first look into a network.
"""

from cnnteach._lazy import names_of

_HOMES = {  # public name -> the module that defines it
    "METHODS": "randomisation",
    "RULES": "rectifiers",
    "TopPatches": "found_patches",
    "activations": "layer_maps",
    "class_model": "ascent",
    "compare_methods": "comparison",
    "convolutions": "chosen_layers",
    "deconvnet": "pixels",
    "deep_dream": "dreaming",
    "effective_field": "minded_pixels",
    "explain": "explanation",
    "explore": "exploration",
    "filters": "kernels_of",
    "forgetting": "randomisation",
    "grad_cam": "class_activation",
    "gradient": "pixels",
    "guided_backprop": "pixels",
    "integrated_gradients": "path_integral",
    "let_through": "rectifiers",
    "maximise": "ascent",
    "occlusion": "covering",
    "photograph_filters": "from_photographs",
    "preferred_stripes": "stripes",
    "randomisation_test": "randomisation",
    "rank_correlation": "similarity",
    "relu_numbers": "one_relu",
    "relus": "one_relu",
    "saliency_map": "saliency",
    "score_of": "path_integral",
    "smooth_grad": "noisy_copies",
    "spectrum": "stripes",
    "to_pixels": "pixels",
    "top_patches": "top_search",
    "tuning": "gratings",
}
__getattr__, __dir__, __all__ = names_of(__name__, _HOMES)
