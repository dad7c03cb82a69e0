// A thread as a conversation, with whose turn it is.
import { call, keep, path } from "./api.js";
import { compose } from "./compose.js";
import { el, keyed, name } from "./dom.js";
import { agentLink, body, threadLink } from "./message.js";
import { button, empty, failure, icon, loading, tag } from "./parts.js";
import { SEEN, session } from "./session.js";
import { follow } from "./stream.js";
import { inline, when } from "./text.js";

/** How many are read at once, and how many of the last are shown until more are asked for. */
const STEP = 1000;

/** Whose turn it is, from what was said last; `message` asks for nothing. */
export function turn(messages) {
  const last = messages.findLast(({ type }) => type !== "message");
  if (!last) return messages.length > 0 ? { how: "open", says: ["Nobody is asked for anything"] } : null;
  return {
    request: { how: "turn", who: last.to, says: [agentLink(last.to), " has the request: to do it, or to ask"] },
    question: { how: "turn", who: last.to, says: [agentLink(last.to), " is asked, and has to answer"] },
    answer: { how: "turn", who: last.to, says: [agentLink(last.to), " has the answer, and goes on"] },
    done: { how: "done", says: ["Done, by ", agentLink(last.from)] },
    failed: { how: "failed", says: ["Failed, says ", agentLink(last.from)] },
  }[last.type];
}

export function threadView({ names: [thread], life }) {
  const url = path("threads", thread) + "/messages";
  const list = el("ol", { class: "talk" });
  const state = el("div", {}, loading("the thread"));
  const standing = el("div", { class: "standing", role: "status" });
  const form = compose(`thread.${thread}`, { thread, title: "Say something in this thread" }, { fixed: ["thread"], sent: () => reload() });

  const shown = el("p", { class: "soft" });
  const before = el(
    "div",
    { class: "earlier", hidden: true },
    shown,
    button("Show earlier ones", () => ((most += STEP), reload())),
    button("To the last one", () => list.lastElementChild?.scrollIntoView({ block: "center" }), { kind: "quiet" }),
  );
  let most = STEP;
  let known = null;

  // A thread is read from its beginning, to its end: there it shows whose turn it is. `from` is where
  // the next reading begins: a page from which on there are as many as are shown.
  async function load() {
    const { key } = session.get();
    if (known?.key !== key || known.most !== most) known = { key, most, from: undefined, passed: 0, starter: undefined };
    const here = known;
    const pages = [];
    let cursor = here.from;
    let count = 0;
    do {
      const { data } = await call("GET", `${url}?${new URLSearchParams({ limit: STEP, ...(cursor && { cursor }) })}`, { life });
      here.starter ??= data.messages[0]?.from;
      pages.push({ cursor, messages: data.messages });
      count += data.messages.length;
      cursor = data.next_cursor;
      while (count - pages[0].messages.length >= here.most) {
        const { messages } = pages.shift();
        count -= messages.length;
        here.passed += messages.length;
        here.from = pages[0].cursor;
      }
      if (cursor && list.children.length === 0) state.replaceChildren(loading(`the thread: ${number(here.passed + count)} messages so far`));
    } while (cursor);
    const messages = pages.flatMap((page) => page.messages).slice(-here.most);
    return { messages, all: here.passed + count, starter: here.starter };
  }

  const reload = keep(life, load, ({ data, error }) => {
    state.replaceChildren();
    if (error) state.append(failure(error, () => reload()) ?? "");
    const messages = data?.messages ?? [];
    const hidden = data ? data.all - messages.length : 0;
    before.hidden = hidden === 0;
    if (hidden > 0) shown.textContent = `The last ${number(messages.length)} of ${number(data.all)} messages.`;
    if (data && messages.length === 0) {
      state.append(empty("Nobody wrote here yet", el("p", {}, "A thread begins with the first message that names it.")));
    }
    const now = turn(messages);
    standing.className = `standing ${now?.how ?? ""}`;
    standing.replaceChildren(...(now ? [el("i", { class: "dot" }), el("span", {}, now.says)] : []));
    keyed(list, messages.map((m) => ({ ...m, starts: m.from === data.starter })), (m) => m.id, bubble);
    const people = [...new Set(messages.flatMap((m) => [m.from, m.to]))];
    form.offer(people);
    if (messages.length > 0) {
      const last = messages.at(-1);
      const from = now?.who ?? last.to;
      form.suggest("from", from);
      form.suggest("to", from === last.to ? last.from : last.to);
      note(thread);
    }
  });
  let timer;
  follow(life, { thread: [thread] }, {
    state: ({ name: now }) => now === "live" && reload(),
    id: () => {},
    event: () => (timer ??= setTimeout(() => ((timer = null), reload()), 120)),
  });
  return {
    title: inline(thread, 60),
    node: el(
      "div",
      {},
      el("p", { class: "up" }, el("a", { href: "/console/threads" }, icon("back"), "Threads")),
      el("div", { class: "view-head" }, el("h1", {}, name(thread)), standing),
      el("div", { class: "with-side" }, el("section", { "aria-label": "Conversation" }, before, list, state), el("aside", {}, form.node)),
    ),
  };
}

function number(count) {
  return count.toLocaleString();
}

function bubble({ from, to, type, content, status, created_at, starts }) {
  return el(
    "li",
    { class: `bubble ${starts ? "left" : "right"} ${type}` },
    el("div", { class: "bubble-head" }, el("b", {}, agentLink(from)), el("span", { class: "soft" }, "to ", agentLink(to)), tag(type)),
    body(content),
    el(
      "p",
      { class: "bubble-foot soft" },
      el("time", { datetime: created_at, title: created_at }, when(created_at)),
      el("span", { class: `read ${status}` }, status === "acked" ? [icon("check"), "acknowledged"] : "unread"),
    ),
  );
}

function seen() {
  try {
    return JSON.parse(sessionStorage.getItem(SEEN)) ?? [];
  } catch {
    return [];
  }
}

function note(thread) {
  const now = [thread, ...seen().filter((t) => t !== thread)].slice(0, 30);
  sessionStorage.setItem(SEEN, JSON.stringify(now));
}

/** There is no list of all threads; one opens it by its id, or again what one has seen. */
export function threadsView({ life, go }) {
  const field = el("input", { id: "thread", required: true, maxlength: 256, placeholder: "task-1", spellcheck: "false", autocapitalize: "none", autocomplete: "off" });
  const list = el("ul", { class: "threads" });
  const state = el("div", {});
  const heard = new Map(seen().map((thread) => [thread, { thread, last: null }]));
  function draw() {
    const all = [...heard.values()];
    state.replaceChildren(
      ...(all.length === 0 ? [empty("None seen in this tab yet", el("p", {}, "Those that you open, and those in which something is said while this page is open, appear here."))] : []),
    );
    keyed(list, all, (t) => t.thread, ({ thread, last }) =>
      el("li", {}, threadLink(thread), last ? el("span", { class: "soft" }, tag(last.type), " ", name(inline(last.from, 40)), " → ", name(inline(last.to, 40)), ", ", when(last.created_at)) : el("span", { class: "soft" }, "opened before")),
    );
  }
  follow(life, {}, {
    state: () => {},
    id: () => {},
    event(type, { thread_id, from, to, type: kind, created_at }) {
      if (type !== "message") return;
      heard.delete(thread_id);
      const before = [...heard];
      heard.clear();
      heard.set(thread_id, { thread: thread_id, last: { type: kind, from, to, created_at } });
      for (const [thread, known] of before.slice(0, 99)) heard.set(thread, known);
      requestAnimationFrame(draw);
    },
  });
  draw();
  return {
    title: "Threads",
    node: el(
      "div",
      {},
      el("div", { class: "view-head" }, el("h1", {}, "Threads")),
      el(
        "form",
        { class: "card opener", onsubmit: (e) => (e.preventDefault(), go("/console" + path("threads", field.value.trim()))) },
        el("label", { for: "thread" }, "Open a thread by its id"),
        el("div", { class: "row" }, field, el("button", { type: "submit", class: "button strong" }, "Open")),
      ),
      el("h2", { class: "section" }, "Seen in this tab"),
      state,
      list,
    ),
  };
}
