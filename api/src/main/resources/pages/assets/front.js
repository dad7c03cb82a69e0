// The front page: credentials, three commands that run, and a conversation that is seen arriving.
import { call, CallError } from "./api.js";
import { play, SCRIPT } from "./demo.js";
import { el, name, signal } from "./dom.js";
import { monitor } from "./monitor.js";
import { button, copyButton, icon, masthead, say, tag } from "./parts.js";
import { isToken, masked, server, session, shownKey, use } from "./session.js";
import { inline, pretty } from "./text.js";

const life = new AbortController().signal;
const at = (id) => document.getElementById(id);
const revealed = signal(false);

at("masthead").replaceWith(masthead());

// Your Credentials

function credentials() {
  const place = el("section", { class: "card credentials", "aria-labelledby": "credentials-title" });
  function show() {
    const { key, refusal } = session.get();
    place.replaceChildren(
      el("h2", { id: "credentials-title" }, "Your Credentials"),
      el(
        "dl",
        {},
        el("dt", {}, "Base URL"),
        el("dd", {}, el("code", { class: "value" }, location.origin), copyButton("Base URL", () => location.origin)),
        el("dt", {}, "API key"),
        el(
          "dd",
          {},
          el("code", { class: `value ${key ? "" : "blank"}`, id: "key" }, key ? (revealed.get() ? key : masked(key)) : "YOUR_KEY"),
          key && revealButton(),
          copyButton("API key", shownKey),
        ),
      ),
      ...(refusal && key ? [el("p", { class: "trouble", role: "alert" }, refusal)] : []),
      ...ways(key),
    );
  }
  function revealButton() {
    return button("", () => revealed.set(!revealed.get()), {
      kind: "quiet",
      symbol: "eye",
      "aria-label": revealed.get() ? "Hide the key" : "Show the key",
      "aria-pressed": String(revealed.get()),
    });
  }
  function ways(key) {
    const own = ownKey();
    if (server.signUp) {
      const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
      const make = button(
        key ? "Get another" : "Get a fresh key",
        async () => {
          make.disabled = true;
          try {
            const { data } = await call("POST", "/keys", { key: "", body: { name: "from the front page" } });
            use(data.key);
            say("You have a key");
          } catch (e) {
            if (!(e instanceof CallError)) throw e;
            trouble.textContent = e.message;
            trouble.hidden = false;
            make.disabled = false;
          }
        },
        { kind: key ? "plain" : "strong", symbol: "key" },
      );
      return [
        el("div", { class: "row" }, make, own.toggle),
        own.form,
        trouble,
        el(
          "p",
          { class: "soft small" },
          key
            ? "It stays in this tab. Copy it: nobody can show it again."
            : server.open
              ? "A tenant of your own, with its own agents. Without one you share the open server's: YOUR_KEY works as it stands."
              : "A tenant of your own, with its own agents.",
        ),
      ];
    }
    own.form.hidden = false;
    return [
      own.form,
      el(
        "p",
        { class: "soft small" },
        server.open
          ? "This server is open, on loopback only: YOUR_KEY works as it stands."
          : "Whoever runs this server has a key for you. It stays in this tab.",
      ),
    ];
  }
  function ownKey() {
    const field = el("input", { id: "own-key", type: "password", autocomplete: "off", spellcheck: "false", placeholder: "paste it here" });
    const form = el(
      "form",
      {
        class: "inline",
        hidden: true,
        onsubmit(e) {
          e.preventDefault();
          if (field.value.trim()) check(field.value.trim());
        },
      },
      el("label", { for: "own-key" }, "API key or agent token"),
      el("div", { class: "row" }, field, el("button", { type: "submit", class: "button strong" }, "Use it")),
    );
    const toggle = button("I have one", () => ((form.hidden = !form.hidden), form.hidden || field.focus()), { kind: "quiet" });
    return { form, toggle };
  }
  session.on(show, life);
  revealed.on(() => (show(), place.querySelector("[aria-pressed]")?.focus()), life);
  show();
  return place;
}

/** Shows it, and at once whether the server takes it. */
async function check(key) {
  use(key);
  try {
    await call("GET", "/agents?limit=1");
    say("The key is good");
  } catch (e) {
    if (!(e instanceof CallError)) throw e;
  }
}

at("credentials").append(credentials());

// Three commands

const REQUEST = { thread_id: "task-1", from: "my-agent", type: "request", content: { instruction: "review this PR" } };
const COMMANDS = [
  {
    title: "Register",
    note: "Your agent has an inbox now.",
    method: "POST",
    path: "/agents",
    body: '{"id": "my-agent"}',
    curl: (url, header) => `curl -X POST ${url}/agents -H "${header}" -d '{"id": "my-agent"}'`,
  },
  {
    title: "Send",
    note: "A request, which begins the thread task-1.",
    method: "POST",
    path: "/agents/other-agent/inbox",
    body: JSON.stringify(REQUEST),
    curl: (url, header) =>
      `curl -X POST ${url}/agents/other-agent/inbox -H "${header}" \\\n  -d '{"thread_id": "task-1", "from": "my-agent", "type": "request", "content": {"instruction": "review this PR"}}'`,
  },
  {
    title: "Read",
    note: "What others said to you; nothing as yet.",
    method: "GET",
    path: "/agents/my-agent/inbox?status=unread",
    curl: (url, header) => `curl "${url}/agents/my-agent/inbox?status=unread" -H "${header}"`,
  },
];

/** How a command says who calls. */
function header(key) {
  return `${isToken(key) ? "X-Agent-Token" : "X-API-Key"}: ${key}`;
}

function command({ title, note, method, path, body, curl }) {
  const code = el("code", {});
  const show = () => {
    const key = shownKey();
    const shown = revealed.get() || key === "YOUR_KEY" ? key : masked(key);
    code.textContent = curl(location.origin, header(shown));
  };
  session.on(show, life);
  revealed.on(show, life);
  show();
  const answer = el("div", { class: "reply", role: "status" });
  const run = button("Run it", go, { symbol: "play", "aria-label": `Run it: ${title}` });
  async function go() {
    run.disabled = true;
    answer.replaceChildren();
    try {
      const { status, data, ms } = await call(method, path, { body });
      reply(status, `${Math.max(1, Math.round(ms))} ms`, pretty(data));
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      reply(e.status, "", e.message);
    } finally {
      run.disabled = false;
    }
  }
  function reply(status, took, text) {
    const good = status >= 200 && status < 300;
    answer.replaceChildren(
      el("p", { class: good ? "good" : "bad" }, el("b", {}, status || "no answer"), took && el("span", { class: "soft" }, took)),
      el("pre", { tabindex: "0", "aria-label": "Answer" }, text),
    );
  }
  return el(
    "li",
    { class: "command" },
    el("div", { class: "command-head" }, el("h3", {}, title), el("p", { class: "soft" }, note)),
    el(
      "div",
      { class: "terminal" },
      el("pre", { tabindex: "0", "aria-label": `Command: ${title}` }, code),
      el("div", { class: "tools" }, copyButton(`Command: ${title}`, () => curl(location.origin, header(shownKey()))), run),
      answer,
    ),
  );
}

at("commands").append(...COMMANDS.map(command));

// The demonstration

function demo() {
  const agents = Object.fromEntries(
    ["orchestrator", "reviewer"].map((id) => [
      id,
      el("div", { class: `party ${id}` }, el("b", {}, id), el("span", { class: "doing" }, "not there yet")),
    ]),
  );
  const steps = SCRIPT.map(({ from, type, content }) =>
    el(
      "li",
      { class: `step ${from} ${type}` },
      tag(type),
      el("p", {}, name(typeof content === "string" ? content : inline(content.instruction ?? content.verdict))),
    ),
  );
  const outcome = el("p", { class: "outcome soft", role: "status" }, "Four messages, about five seconds.");
  const start = button("Play the conversation", go, { kind: "strong", symbol: "play", id: "play" });
  async function go() {
    start.disabled = true;
    outcome.textContent = "They are talking…";
    for (const step of steps) step.classList.remove("sending", "sent");
    try {
      const thread = await play(life, {
        agent: (id, doing) => {
          agents[id].dataset.doing = doing;
          agents[id].lastChild.textContent = { waiting: "waiting in a long-poll", thinking: "writing", finished: "done" }[doing];
        },
        step: (index, state) => {
          steps[index].classList.remove("sending");
          steps[index].classList.add(state);
        },
      });
      outcome.replaceChildren("Done. ", el("a", { href: `/console/threads/${encodeURIComponent(thread)}` }, "See the thread"), " in the console.");
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      outcome.replaceChildren(el("span", { class: "trouble" }, e.message));
    } finally {
      start.disabled = false;
      start.replaceChildren(icon("play"), "Play it again");
    }
  }
  return el(
    "div",
    { class: "script" },
    el("div", { class: "parties" }, Object.values(agents)),
    el("ol", { class: "steps" }, steps),
    el("div", { class: "row" }, start),
    outcome,
  );
}

at("demo").append(demo());

// The log that every message gets into, a cell each, while one looks.

const CELLS = 96;

function strip() {
  const cells = el("div", { class: "cells", "aria-hidden": "true" }, Array.from({ length: CELLS }, () => el("i", {})));
  let next = 0;
  return {
    node: el("div", { class: "strip" }, cells, el("p", { class: "soft" }, "The log while you watch, a cell for each message")),
    append(lines) {
      const landing = lines.length === 1 ? "landing" : "";
      for (const { type } of lines.slice(-CELLS)) {
        if (next === CELLS) {
          cells.firstChild.remove();
          cells.append(el("i", {}));
          next--;
        }
        cells.children[next++].className = `on ${type} ${landing}`;
      }
    },
  };
}

const log = strip();
at("strip").append(log.node);
at("monitor").append(
  monitor(life, { onLines: log.append, idle: "Listening on this server. Play the conversation, or run a command: it appears here." }),
);
if (location.hash) document.querySelector(location.hash.replace(/[^#\w-]/g, ""))?.scrollIntoView();
