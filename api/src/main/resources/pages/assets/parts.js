// What several views show.
import { CallError, reach } from "./api.js";
import { el, svg } from "./dom.js";
import { isToken, masked, server, session, use } from "./session.js";
import { ago } from "./text.js";

const PATHS = {
  copy: "M8 8V5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-3M5 8h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  play: "M8 5.5v13l10.5-6.5L8 5.5Z",
  pause: "M8.5 5v14M15.5 5v14",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 2.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z",
  down: "M12 5v14m0 0 6-6m-6 6-6-6",
  back: "M19 12H5m0 0 6-6m-6 6 6 6",
  key: "M20 8.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM12.3 11.7 4 20m3-3 2.5 2.5",
};

export function icon(of) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[of] }),
  );
}

export function button(label, onclick, props = {}) {
  const { kind = "plain", symbol, ...rest } = props;
  return el("button", { type: "button", class: `button ${kind}`, onclick, ...rest }, symbol && icon(symbol), label);
}

/** Copies what `text()` says then. */
export function copyButton(what, text) {
  const label = el("span", {}, "Copy");
  const node = el("button", { type: "button", class: "button quiet copy", "aria-label": `Copy ${what}` }, icon("copy"), label);
  let timer;
  node.addEventListener("click", async () => {
    const done = await toClipboard(text());
    label.textContent = done ? "Copied" : "Press Ctrl+C";
    node.classList.toggle("did", done);
    say(done ? `${what} copied` : "The browser does not let this page copy");
    clearTimeout(timer);
    timer = setTimeout(() => ((label.textContent = "Copy"), node.classList.remove("did")), 1800);
  });
  return node;
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not a secure context: the way from before there was a clipboard API.
    const field = el("textarea", { class: "offscreen", readonly: true, value: text });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/** Tells whoever listens instead of looking. */
export function say(sentence) {
  const place = document.getElementById("said");
  if (place) place.textContent = sentence;
}

export function tag(type) {
  return el("span", { class: `tag ${type}` }, type);
}

export function loading(what) {
  return el("div", { class: "state loading", role: "status" }, el("span", { class: "bars", "aria-hidden": "true" }), `Loading ${what}`);
}

export function empty(title, ...more) {
  return el("div", { class: "state empty" }, el("p", { class: "state-title" }, title), ...more);
}

/** What went wrong, and what to do about it. */
export function failure(error, again) {
  if (error instanceof CallError && error.status === 401) return null;
  const title =
    error.status === 403
      ? "This key may not look here"
      : error.status === 404
        ? "Nothing is here"
        : error.status === 0
          ? "The server does not answer"
          : error.passes
            ? "The server is busy"
            : "That did not work";
  return el(
    "div",
    { class: `state failure s${error.status}`, role: "alert" },
    el("p", { class: "state-title" }, title),
    el("p", {}, error.message),
    error.status === 0
      ? el("p", { class: "soft" }, "This page asks again by itself, and goes on when it is back.")
      : error.passes
        ? el("p", { class: "soft" }, "This page asks again by itself.")
        : again && error.status !== 403 && error.status !== 404 && button("Try again", again),
  );
}

/** A time as its distance from now, kept true while it is shown. */
export function since(time, prefix = "") {
  return el("time", { datetime: time, title: new Date(time).toLocaleString(), "data-since": prefix }, prefix + ago(time));
}

setInterval(() => {
  for (const node of document.querySelectorAll("time[data-since]")) {
    node.textContent = node.dataset.since + ago(node.dateTime);
  }
}, 10_000);

/** The bar over the page: what it is, where to, who looks, and whether the server is there. */
export function masthead(current) {
  const links = [
    ["Monitor", "/console/monitor"],
    ["Agents", "/console/agents"],
    ["Threads", "/console/threads"],
    ["Keys", "/console/keys"],
    ["Docs", "/docs"],
  ];
  const who = el("button", { type: "button", class: "who", onclick: () => caller.showModal() });
  const caller = callerDialog();
  const away = el("p", { class: "away", role: "status", hidden: true });
  session.on(() => show());
  reach.on((now) => {
    away.hidden = now === "up";
    away.textContent = now === "up" ? "" : "The server does not answer. This page keeps asking, and goes on when it is back.";
    if (now === "up") say("The server is back");
  });
  function show() {
    const { key, refusal } = session.get();
    who.className = `who ${refusal ? "bad" : key ? "good" : server.open ? "open" : "none"}`;
    who.replaceChildren(
      el("span", { class: "dot", "aria-hidden": "true" }),
      el(
        "span",
        {},
        refusal ? "Key refused" : key ? masked(key) : server.open ? "No key, open server" : "No key",
      ),
    );
    who.setAttribute("aria-label", `${who.textContent}: change the key`);
  }
  show();
  return el(
    "header",
    { class: "masthead" },
    el(
      "div",
      { class: "bar" },
      el("a", { class: "brand", href: "/", "aria-label": "Stream0, front page" }, mark(), el("span", {}, "stream0")),
      el(
        "nav",
        { "aria-label": "Pages" },
        links.map(([label, href]) =>
          el("a", { href, "data-view": href.split("/")[2] ?? "docs", "aria-current": current === label ? "page" : null }, label),
        ),
      ),
      who,
    ),
    away,
    caller,
  );
}

/** A zero that a line runs through. */
export function mark() {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true" },
    svg("rect", { x: 7, y: 2.5, width: 18, height: 27, rx: 9, class: "ring" }),
    svg("path", { d: "M1 16h9.5M14 16h4M21.5 16H31", class: "line" }),
  );
}

function callerDialog() {
  const field = el("input", {
    id: "dialog-key",
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "dialog-note",
  });
  const dialog = el(
    "dialog",
    { class: "card dialog", "aria-labelledby": "dialog-title" },
    el("h2", { id: "dialog-title" }, "Who is looking"),
    el(
      "p",
      { id: "dialog-note", class: "soft" },
      "An API key sees its whole tenant, an agent's token (atok-…) one agent. It stays in this tab and is gone when you close it.",
    ),
    el(
      "form",
      {
        onsubmit(e) {
          e.preventDefault();
          use(field.value.trim());
          field.value = "";
          dialog.close();
        },
      },
      el("label", { for: "dialog-key" }, "API key or agent token"),
      field,
      el(
        "div",
        { class: "row" },
        el("button", { type: "submit", class: "button strong" }, "Use it"),
        button("Forget the one there is", () => (use(""), dialog.close())),
        button("Cancel", () => dialog.close(), { kind: "quiet" }),
      ),
    ),
  );
  return dialog;
}

/** Stands over a view when the key is refused, and leaves the view, with all that was typed, as it is. */
export function gate(life) {
  const place = el("div", { class: "gate" });
  function show({ key, refusal }) {
    if (refusal === null) return void place.replaceChildren();
    const field = el("input", { id: "gate-key", type: "password", autocomplete: "off", spellcheck: "false" });
    place.replaceChildren(
      el(
        "section",
        { class: "card refused", "aria-labelledby": "gate-title" },
        el("h2", { id: "gate-title" }, key ? `This ${isToken(key) ? "token" : "key"} is not taken` : "A key, please"),
        el("p", { role: "alert" }, refusal),
        el(
          "p",
          { class: "soft" },
          server.signUp
            ? ["A fresh one is a click away, on the ", el("a", { href: "/#credentials" }, "front page"), "; or give one that you have."]
            : "Whoever runs this server has one for you.",
          " What you typed below stays.",
        ),
        el(
          "form",
          {
            class: "inline",
            onsubmit(e) {
              e.preventDefault();
              if (field.value.trim()) use(field.value.trim());
            },
          },
          el("label", { for: "gate-key" }, "API key or agent token"),
          el("div", { class: "row" }, field, el("button", { type: "submit", class: "button strong" }, "Use this key")),
        ),
      ),
    );
  }
  session.on(show, life);
  show(session.get());
  return place;
}
