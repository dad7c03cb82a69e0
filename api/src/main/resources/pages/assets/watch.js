// The monitor as a page of its own; what narrows it stands in the URL.
import { el, signal } from "./dom.js";
import { filterBar, monitor } from "./monitor.js";
import { TYPES } from "./text.js";

export function monitorView({ query, life }) {
  const filter = signal({
    agent: query.get("agent") ?? "",
    thread: query.get("thread") ?? "",
    types: query.getAll("type").filter((type) => TYPES.includes(type)),
  });
  filter.on(({ agent, thread, types }) => {
    const now = new URLSearchParams();
    if (agent) now.set("agent", agent);
    if (thread) now.set("thread", thread);
    for (const type of types) now.append("type", type);
    history.replaceState(null, "", `/console/monitor${now.size ? `?${now}` : ""}`);
  }, life);
  return {
    title: "Monitor",
    node: el(
      "div",
      { class: "watch" },
      el("div", { class: "view-head" }, el("h1", {}, "Monitor"), filterBar(filter)),
      monitor(life, { filter, tall: true, idle: "Listening. What agents say from now on appears here, a line each." }),
    ),
  };
}
