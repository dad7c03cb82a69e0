// One agent: its inbox, and what its webhook was told.
import { call, keep, path } from "./api.js";
import { healthMark, presence, webhookHealth } from "./agents.js";
import { compose } from "./compose.js";
import { deliveries } from "./deliveries.js";
import { el, keyed, name } from "./dom.js";
import { inboxRow } from "./message.js";
import { button, empty, failure, icon, loading } from "./parts.js";
import { follow } from "./stream.js";
import { fresh, when } from "./text.js";

const PAGE = 50;
const STATUSES = { unread: "Unread", acked: "Acknowledged", all: "All" };

export function agentView(tab) {
  return ({ names: [id], query, life, go }) => {
    const base = "/console" + path("agents", id);
    const about = el("div", { class: "about" }, loading("the agent"));
    const panel = tab === "inbox" ? inbox(id, query, life, go, base) : deliveries(id, query, life, go, base);
    const tabs = el(
      "nav",
      { class: "tabs", "aria-label": "Of this agent" },
      el("a", { href: base, "aria-current": tab === "inbox" ? "page" : null }, "Inbox"),
      el("a", { href: `${base}/deliveries`, "aria-current": tab === "deliveries" ? "page" : null }, "Deliveries"),
    );
    const reload = keep(
      life,
      () => call("GET", path("agents", id), { life }),
      ({ data, error }) => {
        about.replaceChildren(...(error && !data ? [failure(error, () => reload())] : [facts(data.data, life)]).filter(Boolean));
        panel.known(data?.data ?? null);
        // What is typed stays, if it was deleted a moment ago.
        [tabs, panel.node].forEach((node) => (node.hidden = error?.status === 404));
      },
    );
    return {
      title: id,
      node: el(
        "div",
        {},
        el("p", { class: "up" }, el("a", { href: "/console/agents" }, icon("back"), "Agents")),
        el("div", { class: "view-head" }, el("h1", {}, name(id))),
        about,
        tabs,
        panel.node,
      ),
    };
  };
}

function facts(agent, life) {
  const health = el("span", {});
  if (agent.webhook) {
    webhookHealth(agent, life)
      .then((found) => health.replaceChildren(healthMark(found)))
      .catch(() => {});
  }
  return el(
    "dl",
    { class: "facts" },
    agent.description && [el("dt", {}, "About"), el("dd", {}, name(agent.description))],
    el("dt", {}, "Presence"),
    el("dd", {}, presence(agent)),
    agent.aliases.length > 0 && [el("dt", {}, "Aliases"), el("dd", {}, agent.aliases.map((a, i) => [i > 0 && ", ", name(a)]))],
    agent.capabilities.length > 0 && [el("dt", {}, "Capabilities"), el("dd", { class: "caps" }, agent.capabilities.map((c) => el("span", { class: "cap" }, name(c))))],
    el("dt", {}, "Registered"),
    el("dd", {}, when(agent.created_at)),
    agent.webhook && [el("dt", {}, "Webhook"), el("dd", { class: "hook-facts" }, el("code", {}, agent.webhook), health)],
  );
}

function inbox(id, query, life, go, base) {
  const status = query.get("status") in STATUSES ? query.get("status") : "unread";
  const url = path("agents", id, "inbox");
  const list = el("ol", { class: "mails" });
  const state = el("div", {}, loading("the inbox"));
  let wanted = PAGE;
  const more = button("Show more", () => ((wanted += PAGE), reload()), { hidden: true });
  const form = compose(`agent.${id}`, { to: id, thread: fresh("task"), type: "request", title: `Write to ${id}` }, { fixed: ["to"], sent: () => reload() });

  const load = () => {
    const asked = new URLSearchParams({ peek: "true", limit: Math.min(wanted, 1000), ...(status !== "all" && { status }) });
    return call("GET", `${url}?${asked}`, { life });
  };
  const reload = keep(life, load, ({ data, error }) => {
    state.replaceChildren();
    if (error && !(error.status === 404)) state.append(failure(error, () => reload()) ?? "");
    const messages = data?.data.messages ?? [];
    more.hidden = !data?.data.next_cursor;
    if (data && messages.length === 0) {
      state.append(
        empty(
          { unread: "Nothing waits here", acked: "Nothing was acknowledged yet", all: "This inbox is empty" }[status],
          el("p", {}, "What is sent to ", name(id), " appears here by itself."),
        ),
      );
    }
    keyed(list, messages, (m) => m.id, (m) => inboxRow(m, () => reload()));
  });
  let timer;
  follow(life, { agent: [id] }, {
    state: ({ name: now }) => now === "live" && reload(),
    id: () => {},
    event: () => (timer ??= setTimeout(() => ((timer = null), reload()), 150)),
  });
  return {
    known: () => {},
    node: el(
      "div",
      { class: "with-side" },
      el(
        "section",
        { "aria-label": "Inbox" },
        el(
          "nav",
          { class: "segments links", "aria-label": "Which messages" },
          Object.entries(STATUSES).map(([s, label]) =>
            el("a", { href: s === "unread" ? base : `${base}?status=${s}`, "aria-current": s === status ? "true" : null }, label),
          ),
        ),
        state,
        list,
        more,
      ),
      el("aside", {}, form.node),
    ),
  };
}
