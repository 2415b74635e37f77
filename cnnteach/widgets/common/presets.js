// The named kernels of cnnteach.kernels, at any size up to 7x7.

const MAX_KERNEL = 7;

// The table holds each preset at each size from 1x1 to 7x7, one after the other.
function presetKernel(table, index, KH, KW) {
  const each = (MAX_KERNEL * (MAX_KERNEL + 1)) / 2,
    before = (KH * (KH - 1)) / 2;
  const start = index * each * each + before * each + KH * ((KW * (KW - 1)) / 2);
  return table.subarray(start, start + KH * KW);
}
