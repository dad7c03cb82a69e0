// GET /events: Server-Sent Events (WHATWG HTML) over fetch, since EventSource cannot say who asks.
import { CallError, lost, reach } from "./api.js";
import { either, pause } from "./dom.js";
import { credentials, refuse, server, session } from "./session.js";
import { parse } from "./text.js";

const HIDDEN_MS = 60_000;

/**
 * Reads the stream until `life` ends, and connects again after whatever happens, from the last
 * event that it had.
 * @param filter of `agent`, `thread`, `type`: arrays
 * @param on `event(type, data)`, `state({name, sentence?, until?})` where the name is one of
 *   connecting, live, waiting, hidden, refused; `id(lastId)` after each event
 */
export async function follow(life, filter, on, lastId = "") {
  let base = 500;
  let failures = 0;
  while (!life.aborted) {
    if (document.hidden) {
      const shown = await hiddenFor(life, HIDDEN_MS);
      if (!shown) on.state({ name: "hidden" });
      if (!shown) await untilShown(life);
      if (life.aborted) return;
    }
    on.state({ name: "connecting" });
    const key = session.get().key;
    let end;
    try {
      await read();
      end = null;
    } catch (e) {
      if (life.aborted) return;
      end = e;
    }
    if (life.aborted) return;
    if (session.get().key !== key) {
      // Another's stream, which begins now.
      lastId = "";
      failures = 0;
      continue;
    }
    if (end instanceof CallError && end.status === 400 && lastId) {
      // What this server does not know any more; from now on, then.
      lastId = "";
      on.id("");
      continue;
    }
    if (end instanceof CallError && !end.passes) {
      if (end.status === 401) refuse(key, end.message);
      on.state({ name: "refused", sentence: end.message });
      await another(key, life);
      failures = 0;
      continue;
    }
    if (end && !(end instanceof CallError)) lost();
    const wait =
      end?.retryAfter > 1 ? end.retryAfter * 1000 : Math.min(base * 2 ** failures++, 15_000) * (0.7 + 0.6 * Math.random());
    on.state({ name: "waiting", until: Date.now() + wait });
    await soonerIfBack(wait, life);
  }

  async function read() {
    const quiet = new AbortController();
    const over = new AbortController();
    let watchdog = setTimeout(() => quiet.abort(), server.patience);
    const gone = hangUp(either(life, over.signal));
    const { key } = session.get();
    session.on((now) => now.key !== key && quiet.abort(), over.signal);
    try {
      const query = new URLSearchParams(
        Object.entries(filter).flatMap(([field, values]) => values.map((value) => [field, value])),
      );
      const response = await fetch(`/events?${query}`, {
        headers: {
          Accept: "text/event-stream",
          ...credentials(),
          ...(lastId ? { "Last-Event-ID": lastId } : {}),
        },
        signal: either(life, quiet.signal, gone),
        cache: "no-store",
      });
      if (!response.ok) {
        const problem = await response.json().catch(() => null);
        throw new CallError(
          response.status,
          problem?.error ?? `${response.status} ${response.statusText}`,
          Number(response.headers.get("Retry-After")) || 1,
        );
      }
      if (reach.get() !== "up") reach.set("up");
      on.state({ name: "live" });
      const events = parser((event) => {
        failures = 0;
        if (event.id !== undefined) lastId = event.id;
        if (event.data) on.event(event.type, parse(event.data));
        on.id(lastId);
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => quiet.abort(), server.patience);
        events(value, (ms) => (base = ms));
      }
    } catch (e) {
      if (gone.aborted) return;
      throw e;
    } finally {
      clearTimeout(watchdog);
      over.abort();
    }
  }
}

/** Cuts what comes in any pieces into events. */
export function parser(dispatch) {
  let rest = "";
  let event = { type: "message", data: "" };
  return (chunk, onRetry) => {
    rest += chunk;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        dispatch({ ...event, data: event.data.replace(/\n$/, "") });
        event = { type: "message", data: "" };
        continue;
      }
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
      if (field === "event") event.type = value;
      else if (field === "data") event.data += value + "\n";
      else if (field === "id" && !value.includes("\0")) event.id = value;
      else if (field === "retry" && /^\d+$/.test(value)) onRetry(Number(value));
    }
  };
}

/**
 * Ends the connection when the page is left, since it may be kept to come back to, frozen, and with its
 * connections; or was hidden for a while. Browsers have few to one server.
 */
function hangUp(life) {
  const gone = new AbortController();
  addEventListener("pagehide", () => gone.abort(), { signal: either(life, gone.signal) });
  document.addEventListener(
    "visibilitychange",
    async () => {
      if (document.hidden && !(await hiddenFor(either(life, gone.signal), HIDDEN_MS))) gone.abort();
    },
    { signal: either(life, gone.signal) },
  );
  return gone.signal;
}

/** Whether it was shown again before. */
async function hiddenFor(life, ms) {
  const shown = new AbortController();
  document.addEventListener("visibilitychange", () => document.hidden || shown.abort(), {
    signal: either(life, shown.signal),
  });
  try {
    await pause(ms, either(life, shown.signal));
    return !document.hidden;
  } catch {
    return !document.hidden;
  }
}

function untilShown(life) {
  return new Promise((resolve) => {
    life.addEventListener("abort", resolve, { once: true });
    document.addEventListener("visibilitychange", () => document.hidden || resolve(), { signal: life });
  });
}

/** Waits for another key, or the same one said again. */
function another(key, life) {
  return new Promise((resolve) => {
    const heard = new AbortController();
    const done = () => (heard.abort(), resolve());
    life.addEventListener("abort", done, { once: true });
    session.on(({ refusal }) => refusal === null && done(), heard.signal);
  });
}

async function soonerIfBack(ms, life) {
  const back = new AbortController();
  reach.on((now) => now === "up" && back.abort(), either(life, back.signal));
  addEventListener("pageshow", () => back.abort(), { signal: either(life, back.signal) });
  await pause(ms, either(life, back.signal)).catch(() => {});
}
