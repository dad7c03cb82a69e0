// Calls of the server that gave this page.
import { either, pause, signal } from "./dom.js";
import { credentials, refuse, server, session } from "./session.js";
import { parse } from "./text.js";

/** Whether the server answers: "up" or "down". */
export const reach = signal("up");

/** A call that did not succeed. `status` is 0 where there was no answer. */
export class CallError extends Error {
  constructor(status, sentence, retryAfter) {
    super(sentence);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same call may succeed in a moment. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

export function path(...segments) {
  return "/" + segments.map(encodeURIComponent).join("/");
}

/**
 * One call. With `key` as that caller instead of the session's.
 * @returns `{status, data, text, ms}` of a success
 */
export async function call(method, url, { body, headers, key, life } = {}) {
  const caller = key ?? session.get().key;
  const began = performance.now();
  let response, text;
  try {
    response = await fetch(url, {
      method,
      headers: { ...credentials(caller), ...headers },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      signal: either(life, AbortSignal.timeout(server.patience)),
      cache: "no-store",
    });
    text = await response.text();
  } catch (e) {
    if (life?.aborted) throw life.reason;
    lost();
    throw new CallError(0, "the server does not answer");
  }
  found();
  const data = read(text);
  if (response.ok) return { status: response.status, data, text, ms: performance.now() - began };
  const sentence = data?.error ?? `${response.status} ${response.statusText}`;
  if (response.status === 401 && key === undefined) refuse(caller, sentence);
  throw new CallError(response.status, sentence, Number(response.headers.get("Retry-After")) || 1);
}

function read(text) {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/** Makes the call again while nobody can answer; a send needs an Idempotency-Key for it. */
export async function persist(method, url, options = {}) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      return await call(method, url, options);
    } catch (e) {
      if (!(e instanceof CallError) || !e.passes) throw e;
      await pause(e.status === 429 ? e.retryAfter * 1000 : wait, options.life);
    }
  }
}

function found() {
  if (reach.get() !== "up") reach.set("up");
}

/** Asks until there is an answer, then tells. */
export async function lost() {
  if (reach.get() === "down") return;
  reach.set("down");
  for (let wait = 500; reach.get() === "down"; wait = Math.min(wait * 1.5, 4000)) {
    await pause(wait);
    try {
      const health = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(4000) });
      if (health.ok) found();
    } catch {
      // Still away.
    }
  }
}

/**
 * Keeps a view fresh: loads at once, when `reload()` is called, when the server is back, and when
 * another key is shown. `show({data, error})` has the last data even after an error.
 */
export function keep(life, load, show) {
  let data;
  let running = false;
  let again = false;
  async function reload() {
    if (life.aborted) return;
    if (running) return void (again = true);
    running = true;
    let failed = null;
    try {
      data = await load();
      if (!life.aborted) show({ data, error: null });
    } catch (e) {
      if (life.aborted) return;
      if (!(e instanceof CallError)) throw e;
      failed = e;
      if (e.status === 401 || e.status === 403 || e.status === 404) data = undefined;
      show({ data, error: e });
    } finally {
      running = false;
    }
    if (failed?.passes && failed.status !== 0) setTimeout(reload, failed.retryAfter * 1000);
    if (again) {
      again = false;
      reload();
    }
  }
  reach.on((now) => now === "up" && reload(), life);
  session.on(({ refusal }) => refusal === null && reload(), life);
  reload();
  return reload;
}
