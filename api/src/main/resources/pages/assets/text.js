// How values read.
export const TYPES = ["request", "question", "answer", "done", "failed", "message"];

/** JSON with its numbers as they were sent, to the last digit, where the browser can. */
export function parse(text) {
  return JSON.parse(text, (key, value, context) =>
    typeof value === "number" && JSON.rawJSON && context?.source && String(value) !== context.source
      ? JSON.rawJSON(context.source)
      : value,
  );
}

export function pretty(value) {
  return JSON.stringify(value, null, 2);
}

/** In one line, cut to `most` characters. */
export function inline(content, most = 280) {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const flat = text.slice(0, most * 2).replace(/\s+/g, " ");
  const cut = Array.from(flat).slice(0, most).join("");
  return cut.length < flat.length || text.length > most * 2 ? cut.trimEnd() + "…" : cut;
}

/** As the monitor says it: strings in quotes, other JSON as it is. */
export function quoted(content, most) {
  return typeof content === "string" ? `"${inline(content, most)}"` : inline(content, most);
}

export function clock(time) {
  const at = new Date(time);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, "0")).join(":");
}

const DAY_MS = 86_400_000;
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

/** The clock for today, else the day too. */
export function when(time) {
  const at = new Date(time);
  return Date.now() - at < DAY_MS && at.getDate() === new Date().getDate()
    ? clock(time)
    : `${date.format(at)}, ${clock(time)}`;
}

export function ago(time, now = Date.now()) {
  const s = Math.max(0, Math.round((now - new Date(time)) / 1000));
  if (s < 5) return "just now";
  if (s < 60) return `${s} s ago`;
  if (s < 3600) return `${Math.round(s / 60)} min ago`;
  if (s < 86_400) return `${Math.round(s / 3600)} h ago`;
  const days = Math.round(s / 86_400);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

export function bytes(n) {
  return n < 1024 ? `${n} B` : `${(n / 1024).toFixed(1)} KiB`;
}

/** A short id that nobody else has. */
export function fresh(prefix) {
  return `${prefix}-${Array.from(crypto.getRandomValues(new Uint8Array(4)), (b) => b.toString(36).padStart(2, "0")).join("")}`;
}
