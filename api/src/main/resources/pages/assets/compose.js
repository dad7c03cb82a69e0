// Sends a message. What is typed is kept in this tab until it is sent, whatever happens between.
import { call, CallError, path } from "./api.js";
import { el, once, signal } from "./dom.js";
import { say } from "./parts.js";
import { DRAFTS, isToken, session } from "./session.js";
import { TYPES } from "./text.js";

/**
 * @param scope names the draft
 * @param fields what stands in the fields at first: `to`, `from`, `thread`, `type`; `fixed`: which
 *   of them are not asked for
 */
export function compose(scope, fields, { fixed = [], choices = [], sent = () => {} } = {}) {
  const keptAs = DRAFTS + scope;
  const blank = { from: "", to: "", thread: "", type: "message", form: "text", content: "", once: "", ...fields };
  const draft = { ...blank, ...restore() };
  const set = signal(draft);

  function restore() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(keptAs)) ?? {};
      return Object.fromEntries(Object.entries(kept).filter(([field]) => !fixed.includes(field)));
    } catch {
      return {};
    }
  }
  function change(field, value) {
    draft[field] = value;
    // Another message than the one before: not its repeat.
    draft.once = "";
    store();
    set.set(draft);
  }
  function store() {
    try {
      sessionStorage.setItem(keptAs, JSON.stringify(draft));
    } catch {
      // No room for a draft; it is still on the page.
    }
  }

  const id = (field) => `compose-${field}`;
  const people = el("datalist", { id: id("people") }, choices.map((c) => el("option", { value: c })));
  function field(which, label, props = {}) {
    if (fixed.includes(which)) return null;
    return el(
      "div",
      { class: `field ${which}` },
      el("label", { for: id(which) }, label),
      el("input", {
        id: id(which),
        value: draft[which],
        required: true,
        maxlength: 256,
        spellcheck: "false",
        autocapitalize: "none",
        autocomplete: "off",
        oninput: (e) => change(which, e.target.value),
        ...props,
      }),
    );
  }
  const type = el(
    "select",
    { id: id("type"), onchange: (e) => change("type", e.target.value) },
    TYPES.map((t) => el("option", { value: t, selected: t === draft.type }, t)),
  );
  const content = el("textarea", {
    id: id("content"),
    rows: 4,
    value: draft.content,
    "aria-describedby": id("note"),
    dir: "auto",
    oninput: (e) => change("content", e.target.value),
    onkeydown: (e) => e.key === "Enter" && (e.ctrlKey || e.metaKey) && form.requestSubmit(),
  });
  const kinds = el(
    "fieldset",
    { class: "segments" },
    el("legend", { class: "offscreen" }, "Content is"),
    ["text", "json"].map((kind) =>
      el("label", {}, el("input", { type: "radio", name: id("form"), value: kind, checked: draft.form === kind, onchange: () => change("form", kind) }), kind === "text" ? "Text" : "JSON"),
    ),
  );
  const note = el("p", { id: id("note"), class: "note soft" });
  const outcome = el("p", { class: "outcome", role: "status" });
  const submit = el("button", { type: "submit", class: "button strong" }, "Send");
  const form = el(
    "form",
    { class: "compose card", "aria-labelledby": id("title"), onsubmit: (e) => (e.preventDefault(), send()) },
    el("h2", { id: id("title") }, fields.title ?? "Send a message"),
    people,
    el(
      "div",
      { class: "fields" },
      isToken(session.get().key) ? null : field("from", "From", { list: id("people"), placeholder: "who says it" }),
      field("to", "To", { list: id("people"), placeholder: "an agent" }),
      field("thread", "Thread", { placeholder: "task-1" }),
      el("div", { class: "field type" }, el("label", { for: id("type") }, "Type"), type),
    ),
    el("div", { class: "field content" }, el("div", { class: "label-row" }, el("label", { for: id("content") }, "Content"), kinds), content, note),
    el("div", { class: "row" }, submit, el("span", { class: "soft small shortcut" }, el("kbd", {}, "Ctrl"), " ", el("kbd", {}, "Enter")), outcome),
  );
  function check() {
    const bad = draft.form === "json" && notJson(draft.content);
    content.setAttribute("aria-invalid", String(Boolean(bad)));
    note.textContent = draft.form === "text" ? "Sent as a JSON string." : bad ? `Not JSON yet: ${bad}` : "Sent as it stands.";
  }
  set.on(check);
  check();

  async function send() {
    const bad = draft.form === "json" && notJson(draft.content);
    if (bad) return void content.focus();
    draft.once ||= once();
    // Sent again after a reload it is the same message still.
    store();
    const typed = draft.content;
    const members = { thread_id: draft.thread, type: draft.type };
    if (!isToken(session.get().key)) members.from = draft.from;
    // The content as it was typed, to the last digit.
    const json = draft.form === "json" ? draft.content.trim() || "null" : JSON.stringify(draft.content);
    submit.disabled = true;
    outcome.className = "outcome";
    outcome.textContent = "Sending…";
    try {
      const { status } = await call("POST", path("agents", draft.to, "inbox"), {
        headers: { "Idempotency-Key": draft.once },
        body: `${JSON.stringify(members).slice(0, -1)},"content":${json}}`,
      });
      // What was typed meanwhile is another message.
      if (draft.content === typed) {
        change("content", "");
        content.value = "";
      } else change("content", draft.content);
      outcome.classList.add("good");
      outcome.textContent = status === 201 ? "Sent: it is there for every reader." : "Sent: it is durable, and will be there in a moment.";
      say("Sent");
      sent();
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      outcome.classList.add("trouble");
      outcome.textContent = e.passes ? `${e.message}. Send it again: it is one message all the same.` : e.message;
    } finally {
      submit.disabled = false;
    }
  }
  return {
    node: form,
    /** Puts something into a field that nobody has typed in. */
    suggest(field, value) {
      const input = form.querySelector(`#${id(field)}`);
      if (!input || (draft[field] && draft[field] !== blank[field])) return;
      blank[field] = value;
      draft[field] = value;
      input.value = value;
    },
    offer(names) {
      people.replaceChildren(...names.map((c) => el("option", { value: c })));
    },
  };
}

function notJson(text) {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return null;
  } catch (e) {
    return e.message;
  }
}
