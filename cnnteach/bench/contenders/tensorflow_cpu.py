"""TensorFlow's own kernels on the CPU, each in a compiled function."""


class TensorFlow:
    """The operations of `cnnteach.ops` on tensors, channels last."""

    def __init__(self, workload):
        import tensorflow

        self.tf, self.work = tensorflow, workload
        self.pool = {
            "ksize": [1, workload.kernel, workload.kernel, 1],
            "strides": [1, workload.stride, workload.stride, 1],
            "padding": "VALID",
        }
        for name in ("conv2d", "conv2d_backward", "max_pool2d", "max_pool2d_backward"):
            setattr(self, name, tensorflow.function(getattr(self, f"_{name}")))

    def native(self, name, array):
        """Turn an input into a tensor; a shape into an image of it, which only lends the shape."""
        return self.tf.zeros(array) if name == "shape" else self.tf.constant(array)

    def array(self, name, tensor):
        """Turn a result into an array; TensorFlow's winners count the channels too."""
        array = tensor.numpy()
        return array // self.work.channels if name == "argmax" else array

    def _conv2d(self, x, w, b, *, stride, padding):
        sides = [[0, 0], [padding, padding], [padding, padding], [0, 0]]
        return self.tf.nn.bias_add(self.tf.nn.conv2d(x, w, stride, sides), b)

    def _conv2d_backward(self, dy, x, w, *, stride, padding):
        ops = self.tf.raw_ops
        options = {
            "out_backprop": dy,
            "strides": [1, stride, stride, 1],
            "padding": "EXPLICIT",
            "explicit_paddings": [0, 0, padding, padding, padding, padding, 0, 0],
        }
        dx = ops.Conv2DBackpropInput(input_sizes=x.shape, filter=w, **options)
        dw = ops.Conv2DBackpropFilter(input=x, filter_sizes=w.shape, **options)
        return dx, dw, ops.BiasAddGrad(out_backprop=dy)

    def _max_pool2d(self, x, size, *, stride):
        return self.tf.raw_ops.MaxPoolWithArgmax(input=x, **self.pool)

    def _max_pool2d_backward(self, dy, argmax, like):
        return self.tf.raw_ops.MaxPoolGradWithArgmax(
            input=like, grad=dy, argmax=argmax, **self.pool
        )
