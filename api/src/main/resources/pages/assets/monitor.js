// The live stream of a tenant's messages, a line each.
import { el, name, signal } from "./dom.js";
import { path } from "./api.js";
import { server, session } from "./session.js";
import { follow } from "./stream.js";
import { clock, inline, quoted, TYPES } from "./text.js";
import { button, icon, say } from "./parts.js";

/** Lines that are kept; older ones go, so many at once, since what is left moves up. */
const LINES = 500;
const GOING = 200;
/** Lines that a reload finds again. */
const KEPT = 100;
const KEPT_AS = "stream0.monitor";
/** The first line is drawn with the next frame, what follows so soon with every second: hundreds in a second are some thirty drawings. */
const FRAME_MS = 20;
/** A line that comes after such a silence is seen arriving; many that move would cost more than they show. */
const CALM_MS = 400;

/** What the monitor has heard: survives its view, and a reload of the page. */
const memory = restore();

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT_AS));
    if (kept?.key === session.get().key) return kept;
  } catch {
    // Not ours, or cut off: begin anew.
  }
  return { key: session.get().key, lastId: "", lines: [] };
}

function remember() {
  const kept = { ...memory, lines: memory.lines.slice(-KEPT) };
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(kept));
  } catch {
    // No room: a reload begins anew.
    sessionStorage.removeItem(KEPT_AS);
  }
}

session.on(({ key }) => {
  if (key === memory.key) return;
  Object.assign(memory, { key, lastId: "", lines: [] });
  sessionStorage.removeItem(KEPT_AS);
});
addEventListener("pagehide", remember);

/** What a line needs of a message; content is cut, since it may be 768 KiB. */
function line({ id, thread_id, from, to, type, content, created_at }) {
  return { id, thread_id, from, to, type, said: quoted(content), created_at };
}

function row({ thread_id, from, to, type, said, created_at }) {
  return el(
    "li",
    { class: `said ${type}` },
    el(
      "a",
      { href: "/console" + path("threads", thread_id), title: `thread ${inline(thread_id, 80)}` },
      el("time", { datetime: created_at }, clock(created_at)),
      " ",
      el("b", { class: "kind" }, `[${type.toUpperCase()}]`),
      " ",
      el("span", { class: "route" }, name(inline(from, 60)), " → ", name(inline(to, 60)), ":"),
      " ",
      name(said, "words"),
    ),
  );
}

/**
 * @param options `filter`: a signal of `{agent, thread, types}`, or null for one without a filter;
 *   `onLines(lines)` for those that are drawn at once; `idle`: what to show before the first
 */
export function monitor(life, { filter = null, onLines, idle, tall = false } = {}) {
  const list = el("ol", { class: "lines", tabindex: "0", "aria-label": "Messages, the newest last" });
  const hint = el("div", { class: "idle" }, idle ?? "Listening. What is said from now on appears here.");
  const newer = el(
    "button",
    { type: "button", class: "newer", hidden: true, onclick: () => toEnd() },
    icon("down"),
    el("span", {}, ""),
  );
  const state = signal({ name: "connecting" });
  let paused = false;
  let held = [];
  let queue = [];
  let awaited = false;
  let drawn = 0;
  let unseen = 0;

  const wanted = () => filter?.get() ?? { agent: "", thread: "", types: [] };
  // The stream is filtered by the server, which knows aliases; here it is what is drawn again.
  function passes(l) {
    const { agent, thread, types } = wanted();
    return (
      (!agent || l.from === agent || l.to === agent) &&
      (!thread || l.thread_id === thread) &&
      (types.length === 0 || types.includes(l.type))
    );
  }

  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  function toEnd() {
    list.scrollTop = list.scrollHeight;
    unseen = 0;
    newer.hidden = true;
  }
  list.addEventListener("scroll", () => atEnd() && ((unseen = 0), (newer.hidden = true)), { passive: true });

  function draw(shown) {
    const follows = atEnd();
    const rows = shown.slice(-LINES).map(row);
    if (rows.length === 1 && performance.now() - drawn > CALM_MS) rows[0].classList.add("arriving");
    list.append(...rows);
    if (list.childElementCount > LINES + GOING) {
      while (list.childElementCount > LINES) list.firstElementChild.remove();
    }
    hint.hidden = list.childElementCount > 0;
    if (follows) toEnd();
    else if (shown.length > 0) {
      unseen += shown.length;
      newer.hidden = false;
      newer.lastChild.textContent = `${unseen} newer`;
    }
  }

  /** Of a page that is hidden there are no frames: what comes meanwhile is drawn when it is shown. */
  function flush() {
    awaited = false;
    const lines = queue;
    queue = [];
    onLines?.(lines);
    if (paused) {
      held = held.concat(lines).slice(-LINES);
      show();
    } else draw(lines);
    drawn = performance.now();
  }

  function event(type, data) {
    if (type === "gap") {
      say(data.reason === "ahead" ? "The server's log is not the one that was watched; going on from its end" : "Some messages are older than what the server keeps, and are not shown");
      return;
    }
    if (type !== "message") return;
    const l = line(data);
    memory.lines.push(l);
    if (memory.lines.length > LINES * 2) memory.lines.splice(0, LINES);
    queue.push(l);
    if (queue.length > LINES * 2) queue.splice(0, LINES);
    if (awaited) return;
    awaited = true;
    const wait = drawn + FRAME_MS - performance.now();
    if (wait > 0) setTimeout(requestAnimationFrame, wait, flush);
    else requestAnimationFrame(flush);
  }

  const pill = el("span", { class: "pill", role: "status" });
  const hold = button("Pause", toggle, { kind: "quiet", symbol: "pause", "aria-pressed": "false" });
  function toggle() {
    paused = !paused;
    hold.setAttribute("aria-pressed", String(paused));
    hold.replaceChildren(icon(paused ? "play" : "pause"), paused ? "Resume" : "Pause");
    if (!paused) {
      draw(held);
      held = [];
      toEnd();
    }
    show();
  }
  function show() {
    const { name: now, sentence, until } = state.get();
    const text = paused
      ? held.length > 0
        ? `paused, ${held.length} waiting`
        : "paused"
      : {
          connecting: "connecting",
          live: "live",
          hidden: "asleep",
          waiting: `reconnecting in ${Math.max(1, Math.round((until - Date.now()) / 1000))} s`,
          refused: "not connected",
        }[now];
    pill.className = `pill ${paused ? "held" : now}`;
    if (pill.textContent !== text) pill.textContent = text;
    trouble.textContent = now === "refused" ? sentence : "";
    trouble.hidden = now !== "refused";
    hint.hidden = now === "refused" || list.childElementCount > 0;
  }
  const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  state.on(show, life);

  const begin = () => {
    const { agent, thread, types } = wanted();
    const asked = { agent: agent ? [agent] : [], thread: thread ? [thread] : [], type: types };
    const hearing = new AbortController();
    if (!session.get().key && !server.open) {
      state.set({ name: "refused", sentence: "Give a key, and what is said appears here." });
      return hearing;
    }
    life.addEventListener("abort", () => hearing.abort(), { once: true });
    follow(
      hearing.signal,
      asked,
      { event, state: (s) => state.set(s), id: (id) => (memory.lastId = id) },
      memory.lastId,
    );
    return hearing;
  };
  let hearing = begin();
  function anew() {
    hearing.abort();
    list.replaceChildren();
    held = [];
    queue = [];
    draw(memory.lines.filter(passes));
    toEnd();
    hearing = begin();
  }
  filter?.on(anew, life);
  session.on(({ refusal }) => refusal === null && memory.lastId === "" && anew(), life);

  draw(memory.lines.filter(passes));
  show();
  queueMicrotask(toEnd);

  const node = el(
    "section",
    { class: `wire ${tall ? "tall" : ""}`, "aria-label": "Live monitor" },
    el(
      "header",
      {},
      pill,
      el("span", { class: "spacer" }),
      hold,
      button(
        "Clear",
        () => {
          memory.lines = [];
          held = [];
          list.replaceChildren();
          hint.hidden = false;
          show();
        },
        { kind: "quiet" },
      ),
    ),
    trouble,
    el("div", { class: "tape" }, list, hint, newer),
  );
  return node;
}

/** The fields that narrow a monitor, bound to `filter`. */
export function filterBar(filter) {
  const { agent, thread, types } = filter.get();
  let timer;
  const set = (change) => filter.set({ ...filter.get(), ...change });
  const typed = (field) => (e) => {
    clearTimeout(timer);
    timer = setTimeout(() => set({ [field]: e.target.value.trim() }), 350);
  };
  return el(
    "form",
    { class: "filters", role: "search", "aria-label": "Filter", onsubmit: (e) => e.preventDefault() },
    el("label", {}, el("span", {}, "Agent"), el("input", { type: "search", placeholder: "any", value: agent, oninput: typed("agent"), spellcheck: "false", autocapitalize: "none" })),
    el("label", {}, el("span", {}, "Thread"), el("input", { type: "search", placeholder: "any", value: thread, oninput: typed("thread"), spellcheck: "false", autocapitalize: "none" })),
    el(
      "fieldset",
      {},
      el("legend", {}, "Types"),
      TYPES.map((type) =>
        el(
          "label",
          { class: `chip ${type}` },
          el("input", {
            type: "checkbox",
            checked: types.includes(type),
            onchange(e) {
              const now = new Set(filter.get().types);
              now[e.target.checked ? "add" : "delete"](type);
              set({ types: TYPES.filter((t) => now.has(t)) });
            },
          }),
          type,
        ),
      ),
    ),
  );
}
