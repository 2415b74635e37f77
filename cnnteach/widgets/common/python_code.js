// Numbers, arrays and words as Python writes them.

// The shortest decimals that name this float32.
function literal(value) {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return String(Number(text));
  }
  return String(value);
}

function arrayCode(name, values, shape, rows) {
  const row = values.length / rows,
    lines = [];
  for (let k = 0; k < values.length; k += row)
    lines.push(
      `    ${values
        .slice(k, k + row)
        .map(literal)
        .join(", ")},`,
    );
  return `${name} = np.array([\n${lines.join("\n")}\n], "float32").reshape(${shape.join(", ")})`;
}

const tuple = ([a, b]) => (a === b ? String(a) : `(${a}, ${b})`);

function paddingCode(padding) {
  if (typeof padding === "string") return `"${padding}"`;
  const [rows, columns] = pair(padding).map(pair);
  return [...rows, ...columns].every((side) => side === rows[0])
    ? String(rows[0])
    : `((${rows.join(", ")}), (${columns.join(", ")}))`;
}
