// What an agent's webhook was told, attempt by attempt.
import { call, CallError, keep, path } from "./api.js";
import { el, keyed } from "./dom.js";
import { threadLink } from "./message.js";
import { button, empty, failure, loading, say } from "./parts.js";
import { pretty, when } from "./text.js";

const PAGE = 50;
const AGAIN_MS = 4000;
const STATUSES = ["", "pending", "delivered", "failed", "exhausted"];

export function deliveries(id, query, life, go, base) {
  const status = STATUSES.includes(query.get("status")) ? query.get("status") : "";
  const list = el("ol", { class: "deliveries" });
  const state = el("div", {}, loading("deliveries"));
  let wanted = PAGE;
  let agent;
  const more = button("Show more", () => ((wanted += PAGE), reload()), { hidden: true });

  const load = () => {
    const asked = new URLSearchParams({ limit: Math.min(wanted, 1000), ...(status && { status }) });
    return call("GET", `${path("agents", id, "deliveries")}?${asked}`, { life });
  };
  let shown;
  const reload = keep(life, load, (now) => ((shown = now), draw()));
  function draw() {
    if (!shown) return;
    const { data, error } = shown;
    state.replaceChildren();
    if (error && error.status !== 404) state.append(failure(error, () => reload()) ?? "");
    const found = data?.data.deliveries ?? [];
    more.hidden = !data?.data.next_cursor;
    if (data && found.length === 0) {
      state.append(
        agent && !agent.webhook
          ? empty("No webhook", el("p", {}, "Register the agent again with a ", el("code", {}, "webhook"), ", and it is told of each new message by a signed POST."))
          : empty(status ? `None is ${status}` : "Nothing was sent yet", el("p", {}, "Each message to this agent is told to its webhook, and appears here.")),
      );
    }
    keyed(list, found, (d) => d.id, (d) => row(d, () => reload()));
  }
  const again = setInterval(() => document.hidden || reload(), AGAIN_MS);
  life.addEventListener("abort", () => clearInterval(again));

  const result = el("div", { role: "status" });
  const test = button("Send a test", tryIt);
  async function tryIt() {
    test.disabled = true;
    result.replaceChildren(loading("the endpoint's answer"));
    try {
      const { data } = await call("POST", path("agents", id, "webhook", "test"), { life });
      const well = data.status >= 200 && data.status < 300;
      result.replaceChildren(
        el("p", { class: well ? "good" : "bad" }, el("b", {}, data.status ?? data.error), ` after ${data.duration_ms} ms`),
        el("details", {}, el("summary", {}, "The whole answer"), el("pre", { tabindex: "0", "aria-label": "Answer" }, pretty(data))),
      );
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      result.replaceChildren(el("p", { class: "trouble", role: "alert" }, e.message));
    } finally {
      test.disabled = false;
    }
  }
  const trial = el("section", { class: "card trial", hidden: true, "aria-label": "Try the webhook" }, el("h2", {}, "Try it"), el("p", { class: "soft" }, "A signed event ", el("code", {}, "test"), ", at once, whatever waits."), test, result);

  return {
    known: (known) => {
      agent = known;
      trial.hidden = !agent?.webhook;
      draw();
    },
    node: el(
      "div",
      { class: "with-side" },
      el(
        "section",
        { "aria-label": "Deliveries" },
        el(
          "nav",
          { class: "segments links", "aria-label": "Which deliveries" },
          STATUSES.map((s) => el("a", { href: `${base}/deliveries${s && `?status=${s}`}`, "aria-current": s === status ? "true" : null }, s ? s[0].toUpperCase() + s.slice(1) : "All")),
        ),
        state,
        list,
        more,
      ),
      el("aside", {}, trial),
    ),
  };
}

function row({ id, message_id, thread_id, status, created_at, next_attempt_at, reason, attempts }, changed) {
  const trouble = el("span", { class: "trouble", role: "alert" });
  const again = button("Send again", redeliver, { "data-focus": "again" });
  async function redeliver() {
    again.disabled = true;
    trouble.textContent = "";
    try {
      await call("POST", path("deliveries", id, "redeliver"));
      say("It is sent again");
      changed();
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      trouble.textContent = e.message;
    } finally {
      again.disabled = false;
    }
  }
  const last = attempts.at(-1);
  return el(
    "li",
    { class: `delivery ${status}` },
    el(
      "div",
      { class: "mail-head" },
      el("span", { class: `status ${status}` }, status),
      last && el("span", {}, last.status ?? last.error, el("span", { class: "soft" }, ` after ${last.duration_ms} ms`)),
      reason && el("span", { class: "soft" }, reason),
      el("span", { class: "in" }, "in ", threadLink(thread_id)),
      el("time", { class: "soft", datetime: created_at }, when(created_at)),
    ),
    el("code", { class: "soft id" }, message_id),
    attempts.length > 0 &&
      el(
        "details",
        {},
        el("summary", {}, attempts.length === 1 ? "1 attempt" : `${attempts.length} attempts`),
        el(
          "ol",
          { class: "attempts" },
          attempts.map((a) =>
            el(
              "li",
              { class: a.status >= 200 && a.status < 300 ? "good" : "bad" },
              el("time", { datetime: a.attempted_at }, when(a.attempted_at)),
              el("b", {}, a.status ?? a.error),
              el("span", { class: "soft" }, `${a.duration_ms} ms`),
            ),
          ),
        ),
      ),
    el("div", { class: "mail-foot" }, next_attempt_at && status !== "delivered" && el("span", { class: "soft" }, `again at ${when(next_attempt_at)}`), again, trouble),
  );
}
