// Who is there: presence, what waits in the inbox, how the webhook does.
import { call, keep, path } from "./api.js";
import { el, keyed, name } from "./dom.js";
import { empty, failure, loading, since, button } from "./parts.js";
import { follow } from "./stream.js";
import { inline } from "./text.js";

const PAGE = 50;
/** More unread than this is told as "50+". */
const COUNTED = 50;
const AT_ONCE = 4;
const AGAIN_MS = 15_000;
/** A long-poll lasts 30 s at most: whoever waits was seen within that. */
const PRESENT_MS = 45_000;

export function isPresent({ last_seen }) {
  return last_seen !== null && Date.now() - new Date(last_seen) < PRESENT_MS;
}

export function presence(agent) {
  return agent.last_seen === null
    ? el("span", { class: "presence never" }, el("i", { class: "dot" }), "never read")
    : el(
        "span",
        { class: `presence ${isPresent(agent) ? "here" : "gone"}` },
        el("i", { class: "dot" }),
        since(agent.last_seen, isPresent(agent) ? "here, " : "read "),
      );
}

/** How a webhook does, from its latest deliveries. */
export async function webhookHealth(agent, life) {
  if (!agent.webhook) return null;
  if (agent.webhook_off_since) return { how: "off", text: "switched off" };
  const { data } = await call("GET", `${path("agents", agent.id, "deliveries")}?limit=1`, { life });
  const status = data.deliveries[0]?.status;
  return {
    undefined: { how: "unused", text: "nothing sent yet" },
    pending: { how: "unused", text: "about to send" },
    delivered: { how: "well", text: "delivered" },
    failed: { how: "ill", text: "failing, tried again" },
    exhausted: { how: "off", text: "given up" },
  }[status];
}

export function healthMark(health) {
  return health && el("span", { class: `health ${health.how}` }, el("i", { class: "dot" }), health.text);
}

export function agentsView({ life }) {
  const list = el("ul", { class: "agents" });
  const state = el("div", {}, loading("agents"));
  const more = button("Show more", () => ((wanted += PAGE), reload()), { hidden: true });
  const find = el("input", { id: "find", type: "search", placeholder: "name or description", spellcheck: "false", oninput: draw });
  const facts = new Map();
  let agents = [];
  let wanted = PAGE;

  async function load() {
    const all = [];
    let cursor;
    do {
      const query = new URLSearchParams({ limit: Math.min(1000, wanted - all.length), ...(cursor && { cursor }) });
      const { data } = await call("GET", `/agents?${query}`, { life });
      all.push(...data.agents);
      cursor = data.next_cursor;
    } while (cursor && all.length < wanted);
    return { all, more: Boolean(cursor) };
  }

  const reload = keep(life, load, ({ data, error }) => {
    state.replaceChildren();
    if (error) state.append(failure(error, reload) ?? "");
    agents = data?.all ?? [];
    more.hidden = !data?.more;
    if (data && agents.length === 0) {
      state.append(
        empty("Nobody is here yet", el("p", {}, "Registering opens an inbox: ", el("code", {}, 'POST /agents {"id": "my-agent"}')), el("p", {}, el("a", { href: "/" }, "The front page"), " has it as a command that runs.")),
      );
    }
    draw();
    look(agents);
  });

  const pending = new Set();
  let looking = 0;
  /** Fills in what is not in the listing, a few at a time. */
  function look(some) {
    for (const agent of some) pending.add(agent.id);
    while (looking < AT_ONCE && pending.size > 0) one();
  }
  async function one() {
    const id = pending.values().next().value;
    pending.delete(id);
    const agent = agents.find((a) => a.id === id);
    if (!agent) return;
    looking++;
    try {
      const [inbox, health] = await Promise.all([
        call("GET", `${path("agents", id, "inbox")}?status=unread&peek=true&limit=${COUNTED}`, { life }),
        webhookHealth(agent, life).catch(() => ({ how: "unused", text: "not known" })),
      ]);
      facts.set(id, { unread: inbox.data.messages.length, more: Boolean(inbox.data.next_cursor), health });
    } catch (e) {
      if (life.aborted) return;
      facts.set(id, { refused: e.status === 403, unread: null, health: null });
    } finally {
      looking--;
    }
    draw();
    while (looking < AT_ONCE && pending.size > 0) one();
  }

  let drawn = 0;
  function draw() {
    drawn ||= requestAnimationFrame(() => {
      drawn = 0;
      const sought = find.value.trim().toLowerCase();
      const shown = agents
        .filter((a) => [a.id, a.description ?? "", ...a.aliases].some((text) => text.toLowerCase().includes(sought)))
        .map((a) => ({ ...a, here: isPresent(a), facts: facts.get(a.id) ?? null }));
      keyed(list, shown, (a) => a.id, row);
    });
  }

  follow(life, {}, {
    state: ({ name: now }) => now === "live" && reload(),
    id: () => {},
    event: (type, { to, from }) => {
      const known = agents.filter((a) => a.id === to);
      if (type === "message" && known.length < 1) soon();
      look(known);
    },
  });
  let timer;
  const soon = () => (timer ??= setTimeout(() => ((timer = null), reload()), 700));
  const again = setInterval(() => document.hidden || reload(), AGAIN_MS);
  life.addEventListener("abort", () => clearInterval(again));

  return {
    title: "Agents",
    node: el(
      "div",
      {},
      el("div", { class: "view-head" }, el("h1", {}, "Agents"), el("div", { class: "find" }, el("label", { for: "find", class: "offscreen" }, "Find an agent"), find)),
      state,
      list,
      more,
    ),
  };
}

function row(agent) {
  const { id, description, aliases, capabilities, facts } = agent;
  return el(
    "li",
    {},
    el(
      "a",
      { class: "agent", href: "/console" + path("agents", id), "data-focus": "agent" },
      el(
        "span",
        { class: "who-is" },
        el("b", {}, name(inline(id, 120))),
        aliases.length > 0 && el("span", { class: "soft" }, "also ", aliases.slice(0, 3).map((a, i) => [i > 0 && ", ", name(inline(a, 60))])),
        description && el("span", { class: "soft about" }, name(inline(description, 160))),
        capabilities.length > 0 && el("span", { class: "caps" }, capabilities.slice(0, 6).map((c) => el("span", { class: "cap" }, name(inline(c, 40))))),
      ),
      presence(agent),
      unread(facts),
      el("span", { class: "hook" }, agent.webhook ? (healthMark(facts?.health) ?? el("span", { class: "soft" }, "…")) : el("span", { class: "soft" }, "no webhook")),
    ),
  );
}

function unread(facts) {
  if (facts === null) return el("span", { class: "unread soft" }, "…");
  if (facts.unread === null) return el("span", { class: "unread soft" }, facts.refused ? "not yours to see" : "not known");
  const count = facts.more ? `${facts.unread}+` : String(facts.unread);
  return el("span", { class: `unread ${facts.unread > 0 ? "some" : "soft"}` }, el("b", {}, count), " unread");
}
