// Elements, made without markup: what comes from elsewhere only ever becomes text.
const SVG = "http://www.w3.org/2000/svg";

/** An element. `onclick` and the like are listeners; null, undefined and false are left out. */
export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** A name that someone chose: whatever its letters do, they do not turn what is around it. */
export function name(text, cls) {
  return el("bdi", { class: cls }, text);
}

const rows = new WeakMap();

/**
 * Shows a list so that a row stays the same element while what it shows is the same: whoever has
 * the focus, an open detail or a half-typed field in it keeps them.
 */
export function keyed(parent, items, keyOf, make) {
  const before = rows.get(parent) ?? new Map();
  const now = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const print = JSON.stringify(item);
    const old = before.get(key);
    now.set(key, old?.print === print ? old : { print, node: make(item) });
  }
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const row = focused && [...before].find(([, old]) => old.node.contains(focused));
  let next = parent.firstChild;
  for (const { node } of now.values()) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
  rows.set(parent, now);
  if (row && !focused.isConnected && focused.dataset.focus) {
    now.get(row[0])?.node.querySelector(`[data-focus="${focused.dataset.focus}"]`)?.focus();
  }
}

/** A value that others hear of. */
export function signal(value) {
  const heard = new Set();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of [...heard]) listener(value);
    },
    /** Until `life`, an AbortSignal, ends. */
    on(listener, life) {
      heard.add(listener);
      life?.addEventListener("abort", () => heard.delete(listener), { once: true });
    },
  };
}

/** Resolves after so many milliseconds; rejects when `life` ends before. */
export function pause(ms, life) {
  return new Promise((resolve, reject) => {
    if (life?.aborted) return reject(life.reason);
    const stop = () => (clearTimeout(timer), reject(life.reason));
    const timer = setTimeout(() => (life?.removeEventListener("abort", stop), resolve()), ms);
    life?.addEventListener("abort", stop, { once: true });
  });
}

/** An AbortSignal that ends with any of these. */
export function either(...signals) {
  return AbortSignal.any(signals.filter(Boolean));
}

/** An idempotency key that nobody else has. */
export function once() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}
