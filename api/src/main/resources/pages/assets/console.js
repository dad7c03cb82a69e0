// The console: what a path of it shows.
import { el } from "./dom.js";
import { gate, masthead } from "./parts.js";
import { agentView } from "./agent.js";
import { agentsView } from "./agents.js";
import { keysView } from "./keys.js";
import { monitorView } from "./watch.js";
import { threadsView, threadView } from "./thread.js";

const VIEWS = [
  [/^\/console\/?$/, () => "/console/agents"],
  [/^\/console\/monitor$/, monitorView, "Monitor"],
  [/^\/console\/agents$/, agentsView, "Agents"],
  [/^\/console\/agents\/([^/]+)$/, agentView("inbox"), "Agents"],
  [/^\/console\/agents\/([^/]+)\/deliveries$/, agentView("deliveries"), "Agents"],
  [/^\/console\/threads$/, threadsView, "Threads"],
  [/^\/console\/threads\/([^/]+)$/, threadView, "Threads"],
  [/^\/console\/keys$/, keysView, "Keys"],
];

const main = document.getElementById("main");
const head = masthead("");
document.getElementById("masthead").replaceWith(head);
const place = el("div", { class: "view" });
main.append(gate(), place);

let living = new AbortController();

/** Leads to another view, or to the same with another query. */
function go(href, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", href);
  show();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function show() {
  living.abort(new DOMException("another view", "AbortError"));
  living = new AbortController();
  const { pathname } = location;
  for (const [pattern, view, section] of VIEWS) {
    const match = pattern.exec(pathname);
    if (!match) continue;
    if (!section) return go(view(), { replace: true });
    const names = match.slice(1).map(decodeURIComponent);
    for (const link of head.querySelectorAll("nav a")) {
      if (link.textContent === section) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const { title, node } = view({ names, query: new URLSearchParams(location.search), life: living.signal, go });
    document.title = `${title}: Stream0`;
    place.replaceChildren(node);
    return;
  }
  document.title = "Not here: Stream0";
  place.replaceChildren(
    el("h1", {}, "There is no such page"),
    el("p", {}, el("code", {}, pathname)),
    el("p", {}, el("a", { href: "/console/agents" }, "To the agents")),
  );
}

document.addEventListener("click", (e) => {
  const link = e.target.closest?.("a[href]");
  if (!link || e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin || !/^\/console(\/|$)/.test(to.pathname)) return;
  e.preventDefault();
  go(to.pathname + to.search);
});
addEventListener("popstate", show);
addEventListener("unhandledrejection", (e) => e.reason?.name === "AbortError" && e.preventDefault());
show();
