/**
 * Builds an element. Text children become text nodes, so data can never turn into markup. A prop that is a function
 * and starts with `on` listens; `false`, `null` and `undefined` leave the attribute out.
 * @param {string} tag
 * @param {Record<string, unknown>} [props]
 * @param {...(Node | string | number | null | undefined | false | readonly unknown[])} children
 * @returns {any}
 */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. @param {string} tag @param {Record<string, unknown>} [props] @returns {any} */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on') && typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'selected') node[name] = value;
    else if (name === 'style') Object.assign(node.style, value);
    else node.setAttribute(name === 'class' ? 'class' : name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter(isShown).map(toNode));
  return node;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== '';
}

function toNode(child) {
  return child instanceof Node ? child : String(child);
}

let lastId = 0;

/** An id that no other element of the page has. @param {string} name */
export function freshId(name) {
  lastId += 1;
  return `${name}-${lastId}`;
}

/** Text for screen readers alone. @param {string} text */
export function hiddenText(text) {
  return el('span', { class: 'visually-hidden' }, text);
}

/**
 * Replaces the children of `parent` with `wanted`, keeping those nodes that are in both where they are.
 * @param {Element} parent
 * @param {readonly Node[]} wanted
 */
export function reconcile(parent, wanted) {
  const keep = new Set(wanted);
  const gone = [...parent.childNodes].filter((node) => !keep.has(node));
  for (const node of gone) node.remove();
  let at = parent.firstChild;
  for (const node of wanted) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}
