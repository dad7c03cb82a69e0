// Who is looking: a key or a token, kept for this tab alone, never in a URL.
import { signal } from "./dom.js";

const KEY = "stream0.key";

/** What this tab keeps of what one does with a key: drafts by their scope, threads that were seen. */
export const DRAFTS = "stream0.draft.";
export const SEEN = "stream0.threads";

const { open, signUp, patience } = document.documentElement.dataset;

/**
 * What the server said of itself when it gave the page; `patience`: after how many milliseconds
 * without an answer, or without a word on a stream, it is gone.
 */
export const server = { open: open === "true", signUp: signUp === "true", patience: Number(patience) || 42_000 };

/** What is shown, or "" for none, and what the server last said against it. */
export const session = signal({ key: sessionStorage.getItem(KEY) ?? "", refusal: null });

/** A page that is come back to is as it was left; where another key is shown by now it begins anew. */
addEventListener("pageshow", ({ persisted }) => {
  const key = sessionStorage.getItem(KEY) ?? "";
  if (!persisted || key === session.get().key) return;
  session.set({ key, refusal: null });
  location.reload();
});

export function isToken(key) {
  return key.startsWith("atok-");
}

/**
 * Shows another key from now on. What was kept while one that is good was shown goes with it, unless
 * the other is of the `same` tenant; after one that was refused nothing that was typed is lost.
 */
export function use(key, { same = false } = {}) {
  const before = session.get();
  if (!same && before.key && before.refusal === null && key !== before.key) {
    const kept = Object.keys(sessionStorage).filter((k) => k === SEEN || k.startsWith(DRAFTS));
    kept.forEach((k) => sessionStorage.removeItem(k));
  }
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
  session.set({ key, refusal: null });
}

/** The server does not take it (any more); it is kept, so that one can see which it was. */
export function refuse(key, sentence) {
  const now = session.get();
  if (now.key === key && now.refusal !== sentence) session.set({ key, refusal: sentence });
}

/** For the headers of a call. */
export function credentials(key = session.get().key) {
  if (!key) return {};
  return isToken(key) ? { "X-Agent-Token": key } : { "X-API-Key": key };
}

/** Its two ends; enough to tell one from another. */
export function masked(key) {
  return key.length > 16 ? `${key.slice(0, 10)}…${key.slice(-4)}` : key.replace(/.(?=.{2})/g, "•");
}

/** What stands for a key in a command, while there is none. */
export function shownKey() {
  return session.get().key || "YOUR_KEY";
}
