// Is a kernel a column times a row? Its singular values say; cnnteach.kernels is the reference.

const NEGLIGIBLE = 1e-6; // of the largest: float32 cannot tell it from 0

// The singular values of w (KH, KW), largest first: pairs of its columns are turned until all are at right angles (one-sided Jacobi).
function singularValues(w, KH, KW) {
  const a = Array.from({ length: KW }, (_, j) => Array.from({ length: KH }, (_, i) => w[i * KW + j])),
    dot = (u, v) => u.reduce((s, x, k) => s + x * v[k], 0);
  let turned = true;
  for (let sweep = 0; turned && sweep < 40; sweep++) {
    turned = false;
    for (let p = 0; p < KW; p++)
      for (let q = p + 1; q < KW; q++) {
        const alpha = dot(a[p], a[p]),
          beta = dot(a[q], a[q]),
          gamma = dot(a[p], a[q]);
        if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta)) continue;
        turned = true;
        const zeta = (beta - alpha) / (2 * gamma),
          t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta)),
          c = 1 / Math.hypot(1, t),
          s = c * t;
        for (let k = 0; k < KH; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      }
  }
  return a
    .map((column) => Math.sqrt(dot(column, column)))
    .sort((x, y) => y - x)
    .slice(0, Math.min(KH, KW));
}

const rankOf = (values) => values.filter((v) => v > NEGLIGIBLE * values[0]).length;

// {column, row}: the column adds up to 1, or, where one of the sums is 0, has 1 as its smallest weight.
function separate(w, KH, KW) {
  if (rankOf(singularValues(w, KH, KW)) !== 1) return null;
  const at = w.reduce((best, v, k) => (Math.abs(v) > Math.abs(w[best]) ? k : best), 0),
    i = Math.floor(at / KW),
    j = at % KW;
  const own = Array.from({ length: KH }, (_, k) => w[k * KW + j]),
    smallest = Math.min(...own.filter((v) => v !== 0).map(Math.abs));
  const column = own.map((v) => v / smallest),
    row = Array.from({ length: KW }, (_, k) => (w[i * KW + k] * smallest) / w[at]);
  const total = (v) => v.reduce((s, x) => s + x, 0),
    size = (v) => v.reduce((s, x) => s + Math.abs(x), 0);
  const [c, r] = [column, row].map((v) => (Math.abs(total(v)) > NEGLIGIBLE * size(v) ? total(v) : 0)),
    scale = c && r ? c : Math.sign(c || r) || 1;
  return { column: column.map((v) => v / scale + 0), row: row.map((v) => v * scale + 0) };
}
