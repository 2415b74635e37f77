// The gradient as a sum over paths, of the product of the derivatives on each.

// "b -> c -> e" by the names on the way.
const pathText = (path) =>
  path.nodes
    .map((node) => node.name)
    .filter(Boolean)
    .concat(path.nodes.at(-1).name ? [] : ["output"])
    .join(" \u2192 ");

function pathsSentence({ nodes, source, expression }, count) {
  const edges = edgesOf(nodes).length,
    inputs = expression.inputs.length,
    [one, all] = [
      `${count} path${count === 1 ? " leads" : "s lead"}`,
      edges === 1 ? "the one edge once" : `each of the ${edges} edges once`,
    ];
  const whole =
    inputs > 1 ? `and has the gradients by all ${inputs} inputs` : "and has the gradient of every number on the way";
  const forward = inputs > 1 ? `; forward mode takes ${all}, too, but needs ${inputs} passes for ${inputs} inputs` : "";
  return `${one} from ${labelOf(source)} to the output. Backpropagation takes ${all}, ${whole}${forward}.`;
}

// A path is followed while its term is pointed at: `onFollow` draws it.
function sumOfPaths(ex, onFollow) {
  const title = h("p", { class: "cn-title" }),
    note = h("p", { class: "cn-note" });
  const follow = (path) => {
    ex.own.path = path;
    onFollow();
  };
  const followTerm = ({ path }) => follow(path),
    terms = new TermRow({
      onTerm: followTerm,
      onPress: followTerm,
      onFocus: followTerm,
      onLeave: () => follow(null),
    });
  const words = (path) => `${pathText(path)}: ${productText(...path.slopes)}`;
  const paint = () => {
    const { nodes, source, output, by, gradient } = ex.now,
      count = countPaths(nodes, source),
      paths = pathsTo(output, source),
      more = count - paths.length,
      name = outputName(output);
    const products = paths.map((path) => path.product),
      decimals = exactDecimals([...products, gradient], 4),
      sum = products.reduce((total, product) => total + product, 0);
    setText(
      title,
      `\u2202${name}/\u2202${by} is the sum over all paths from ${by} to ${name} of the product of the derivatives on them:`,
    );
    const parts = paths.map((path) => ({ words: words(path), value: path.product, path }));
    const printed = printedTerms(parts, decimals, sum);
    terms.show(
      printed.terms,
      more ? `and ${more} more paths: in all ${fixed(gradient, decimals)}` : `= ${printed.total}`,
    );
    setText(note, pathsSentence(ex.now, count));
  };
  return { element: h("div", {}, title, terms.element, note), paint };
}
