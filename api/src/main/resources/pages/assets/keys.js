// The API keys of a tenant: made, named, rotated, revoked.
import { call, CallError, keep, path } from "./api.js";
import { el, keyed, name } from "./dom.js";
import { button, copyButton, empty, failure, loading, say } from "./parts.js";
import { use } from "./session.js";
import { when } from "./text.js";

export function keysView({ query, life, go }) {
  const tenant = query.get("tenant") ?? "";
  const list = el("ul", { class: "keys" });
  const state = el("div", {}, loading("keys"));
  const fresh = el("div", { role: "status" });
  const url = (cursor) => `/keys?${new URLSearchParams({ ...(tenant && { tenant }), ...(cursor && { cursor }) })}`;

  async function load() {
    const keys = [];
    let cursor;
    do {
      const { data } = await call("GET", url(cursor), { life });
      keys.push(...data.keys);
      cursor = data.next_cursor;
    } while (cursor);
    return keys;
  }
  const reload = keep(life, load, ({ data, error }) => {
    state.replaceChildren();
    asking.hidden = !(tenant || (error?.status === 400 && /tenant/.test(error.message)));
    if (error && asking.hidden) state.append(failure(error, () => reload()) ?? "");
    if (data?.length === 0) state.append(empty("No keys yet", el("p", {}, "One that you make below is this tenant's.")));
    making.hidden = !data;
    keyed(list, data ?? [], (k) => k.key_id, row);
  });

  const asking = el(
    "form",
    { class: "card opener", hidden: true, onsubmit: (e) => (e.preventDefault(), go(`/console/keys?tenant=${encodeURIComponent(of.value.trim())}`)) },
    el("label", { for: "tenant" }, "Whose keys? With the admin key, name the tenant."),
  );
  const of = el("input", { id: "tenant", value: tenant, required: true, spellcheck: "false", autocapitalize: "none" });
  asking.append(el("div", { class: "row" }, of, el("button", { type: "submit", class: "button strong" }, "Show")));

  const called = el("input", { id: "key-name", maxlength: 100, placeholder: "build server", autocomplete: "off" });
  const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  const making = el(
    "form",
    {
      class: "card opener",
      hidden: true,
      async onsubmit(e) {
        e.preventDefault();
        const wanted = { ...(called.value.trim() && { name: called.value.trim() }), ...(tenant && { tenant }) };
        if (await act(() => call("POST", "/keys", { body: wanted }).then(({ data }) => show(data, "A new key")))) called.value = "";
      },
    },
    el("label", { for: "key-name" }, "Make a key. What is it for?"),
    el("div", { class: "row" }, called, el("button", { type: "submit", class: "button strong" }, "Make it")),
    trouble,
  );

  async function act(what) {
    trouble.hidden = true;
    try {
      await what();
      reload();
      return true;
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      trouble.textContent = e.message;
      trouble.hidden = false;
      return false;
    }
  }

  /** Shows a key the one time that it can be shown. */
  function show({ key, key_id }, title) {
    fresh.replaceChildren(
      el(
        "section",
        { class: "card new-key", "aria-label": title },
        el("h2", {}, title),
        el("p", { class: "soft" }, "Copy it now: only its hash is kept, and nobody can show it again."),
        el("div", { class: "row" }, el("code", { class: "value" }, key), copyButton("key", () => key)),
        el("div", { class: "row" }, button("Use it in this tab", () => (use(key, { same: true }), fresh.replaceChildren())), button("I have it", () => fresh.replaceChildren(), { kind: "quiet" })),
        el("p", { class: "soft small" }, key_id),
      ),
    );
    say(title);
  }

  function row(k) {
    const { key_id, name: label, created_at, revoked_at, configured, current, replaces } = k;
    const place = el("div", { class: "key-actions" });
    const actions = () =>
      place.replaceChildren(
        ...(configured || revoked_at
          ? []
          : [
              button("Rename", rename, { kind: "quiet" }),
              button("Rotate", rotate, { kind: "quiet" }),
              button("Revoke", () => sure(), { kind: "quiet danger" }),
            ]),
      );
    function rename() {
      const field = el("input", { value: label ?? "", maxlength: 100, "aria-label": "Name of the key" });
      const done = (e) => {
        e.preventDefault();
        act(() => call("PATCH", path("keys", key_id), { body: { name: field.value.trim() || null } })).then((done) => done && actions());
      };
      place.replaceChildren(el("form", { class: "row", onsubmit: done }, field, el("button", { type: "submit", class: "button" }, "Save"), button("Cancel", actions, { kind: "quiet" })));
      field.focus();
    }
    async function rotate() {
      await act(async () => {
        const { data } = await call("POST", path("keys", key_id, "rotate"));
        show(data, "The key that takes its place");
        if (current) use(data.key, { same: true });
      });
    }
    function sure() {
      const yes = button("Revoke for ever", () => act(() => call("DELETE", path("keys", key_id)).then(() => say("Revoked"))), { kind: "danger" });
      place.replaceChildren(
        el("span", { class: "soft" }, current ? "This is the key that you use." : "Whoever uses it is locked out."),
        yes,
        button("Keep it", actions, { kind: "quiet" }),
      );
      yes.focus();
    }
    actions();
    return el(
      "li",
      { class: revoked_at ? "key revoked" : "key" },
      el(
        "div",
        {},
        el("b", {}, label ? name(label) : el("span", { class: "soft" }, "without a name")),
        current && el("span", { class: "cap" }, "this one"),
        configured && el("span", { class: "cap" }, "configured"),
        revoked_at && el("span", { class: "cap off" }, "revoked"),
      ),
      el(
        "p",
        { class: "soft small" },
        el("code", {}, key_id),
        created_at && `, made ${when(created_at)}`,
        revoked_at && `, revoked ${when(revoked_at)}`,
        replaces && [", in the place of ", el("code", {}, replaces)],
      ),
      place,
    );
  }
  return {
    title: "Keys",
    node: el("div", {}, el("div", { class: "view-head" }, el("h1", {}, "Keys")), asking, fresh, state, list, making),
  };
}
