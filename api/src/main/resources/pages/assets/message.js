// A message as a list and a conversation show it.
import { call, CallError, path } from "./api.js";
import { el, name, once } from "./dom.js";
import { button, say, tag } from "./parts.js";
import { inline, pretty, when } from "./text.js";

/** Beyond this much a message is folded. */
const SHOWN = 900;
const MOST = 200_000;

/** What it says: text as text, other JSON set out. */
export function body(content) {
  const text = typeof content === "string" ? content : pretty(content);
  const cls = typeof content === "string" ? "words" : "json";
  if (text.length <= SHOWN) return el("div", { class: `body ${cls}`, dir: "auto" }, text);
  const all = el("div", { class: `body ${cls}`, dir: "auto" });
  return el(
    "details",
    { class: "long", ontoggle: (e) => e.target.open && (all.textContent = text.slice(0, MOST)) },
    el("summary", {}, el("span", { class: `body ${cls}`, dir: "auto" }, inline(text, 360)), el("span", { class: "fold" }, `Show all ${text.length.toLocaleString()} characters`)),
    all,
    text.length > MOST && el("p", { class: "soft" }, `The first ${MOST.toLocaleString()} of them.`),
  );
}

export function threadLink(thread) {
  return el("a", { class: "thread-link", href: "/console" + path("threads", thread) }, name(inline(thread, 80)));
}

export function agentLink(id) {
  return el("a", { class: "agent-link", href: "/console" + path("agents", id) }, name(inline(id, 80)));
}

/** A row of an inbox. */
export function inboxRow(message, acked) {
  const { id, from, thread_id, type, content, status, created_at } = message;
  const trouble = el("span", { class: "trouble", role: "alert" });
  const done = button("Acknowledge", ack, { "data-focus": "ack", symbol: "check" });
  // Of this row alone: who acknowledges it elsewhere is another.
  const key = once();
  async function ack() {
    done.disabled = true;
    trouble.textContent = "";
    try {
      await call("POST", path("inbox", "messages", id, "ack"), { headers: { "Idempotency-Key": key } });
      say("Acknowledged");
      acked();
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      trouble.textContent = e.status === 404 ? "Somebody acknowledged it before." : e.message;
      done.disabled = false;
      if (e.status === 404) acked();
    }
  }
  return el(
    "li",
    { class: `mail ${status}` },
    el(
      "div",
      { class: "mail-head" },
      tag(type),
      el("span", { class: "from" }, "from ", name(inline(from, 80))),
      el("span", { class: "in" }, "in ", threadLink(thread_id)),
      el("time", { class: "soft", datetime: created_at, title: created_at }, when(created_at)),
    ),
    body(content),
    el("div", { class: "mail-foot" }, status === "unread" ? done : el("span", { class: "soft" }, "acknowledged"), trouble),
  );
}
