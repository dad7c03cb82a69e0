// Two scripted agents on the real API: each has a token of its own, waits in a long-poll for what
// the other says, answers it and acknowledges it.
import { path, persist } from "./api.js";
import { pause } from "./dom.js";
import { fresh } from "./text.js";

/** Long enough to be read as it comes. */
const THINK_MS = 900;

export const SCRIPT = [
  { from: "orchestrator", to: "reviewer", type: "request", content: { instruction: "Review PR 128", files: ["Ledger.java"] } },
  { from: "reviewer", to: "orchestrator", type: "question", content: "Line 42 — intentional?" },
  { from: "orchestrator", to: "reviewer", type: "answer", content: "No. It should round half even; please say so in the review." },
  { from: "reviewer", to: "orchestrator", type: "done", content: { verdict: "changes requested", comments: 1 } },
];

const WHO = {
  orchestrator: "Hands out work, and answers what comes back",
  reviewer: "Reads pull requests, asks before it guesses",
};

/**
 * Plays it in a thread of its own.
 * @param told `step(index, "sending" | "sent", message_id?)` and `agent(id, "waiting" | "thinking" | "finished")`
 * @returns the thread
 */
export async function play(life, told) {
  const thread = fresh("review");
  const tokens = {};
  for (const [id, description] of Object.entries(WHO)) {
    const { data } = await persist("POST", "/agents", { body: { id, description }, life });
    tokens[id] = data.agent_token;
  }
  await Promise.all(Object.keys(WHO).map((id) => live(id)));
  return thread;

  async function live(id) {
    for (const [at, message] of SCRIPT.entries()) {
      if (message.from === id) {
        if (at > 0) await hear(id, SCRIPT[at - 1].type);
        await say(at, message);
      }
    }
    if (SCRIPT.at(-1).to === id) await hear(id, SCRIPT.at(-1).type);
    told.agent(id, "finished");
  }

  async function say(at, { from, to, type, content }) {
    told.agent(from, "thinking");
    await pause(THINK_MS, life);
    told.step(at, "sending");
    const { data } = await persist("POST", path("agents", to, "inbox"), {
      key: tokens[from],
      headers: { "Idempotency-Key": `${thread}-${at}` },
      body: { thread_id: thread, type, content },
      life,
    });
    told.step(at, "sent", data.message_id);
  }

  async function hear(id, type) {
    told.agent(id, "waiting");
    const inbox = `${path("agents", id, "inbox")}?status=unread&timeout=20&thread_id=${encodeURIComponent(thread)}`;
    for (;;) {
      const { data } = await persist("GET", inbox, { key: tokens[id], life });
      const heard = data.messages.find((message) => message.type === type);
      if (!heard) continue;
      await persist("POST", path("inbox", "messages", heard.id, "ack"), {
        key: tokens[id],
        headers: { "Idempotency-Key": `ack-${heard.id}` },
        life,
      });
      return;
    }
  }
}
