"""PyTorch's own kernels on the CPU, in its own layout: channels first."""

import numpy as np

_LAYOUT = {"x": (0, 3, 1, 2), "w": (3, 2, 0, 1)}  # of cnnteach's axes
_BACK = {"y": (0, 2, 3, 1), "dw": (2, 3, 1, 0)}


class Torch:
    """The operations of `cnnteach.ops` on tensors; layouts are changed outside the clock."""

    def __init__(self, workload):
        import torch

        torch.set_grad_enabled(False)
        self.torch, self.work = torch, workload

    def native(self, name, array):
        """Turn an input into a tensor; a shape into an image of it, which only lends the shape."""
        if name == "shape":
            return self.torch.empty([array[axis] for axis in _LAYOUT["x"]])
        if array.ndim == 4:
            array = array.transpose(_LAYOUT["w" if name == "w" else "x"])
        return self.torch.from_numpy(np.ascontiguousarray(array))

    def array(self, name, tensor):
        """Turn a result into an array, channels last."""
        array = tensor.numpy()
        return array if array.ndim == 1 else array.transpose(_BACK["dw" if name == "dw" else "y"])

    def conv2d(self, x, w, b, *, stride, padding):
        """Convolve: the kernel behind torch.nn.Conv2d."""
        return self.torch.nn.functional.conv2d(x, w, b, stride=stride, padding=padding)

    def conv2d_backward(self, dy, x, w, *, stride, padding):
        """Give dx, dw and db: the kernel that autograd calls."""
        steps, sides = [stride] * 2, [padding] * 2
        return self.torch.ops.aten.convolution_backward(
            dy, x, w, [w.shape[0]], steps, sides, [1, 1], False, [0, 0], 1, [True] * 3
        )

    def max_pool2d(self, x, size, *, stride):
        """Pool, with the winners' places."""
        pool = self.torch.nn.functional.max_pool2d
        return pool(x, size, stride=stride, return_indices=True)

    def max_pool2d_backward(self, dy, argmax, like):
        """Give dx: the kernel that autograd calls."""
        size, steps = [self.work.kernel] * 2, [self.work.stride] * 2
        return self.torch.ops.aten.max_pool2d_with_indices_backward(
            dy, like, size, steps, [0, 0], [1, 1], False, argmax
        )
