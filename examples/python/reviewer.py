"""Reviews code for whoever asks: asks back before it judges.

Runs until it is stopped, and may be stopped at any moment: what it was asked stays in its inbox,
and its replies carry keys, so that starting over repeats nothing.
"""

import stream0

ME = "reviewer"

stream0.register(ME, description="Reviews patches", capabilities=["review"])
print(f"{ME}: waiting for work", flush=True)



def reply(message):
    sender, thread, kind = message["from"], message["thread_id"], message["type"]
    key = f"reply-{message['id']}"
    if kind == "request":
        doubt = "The new loop never ends when the list is empty. Intentional?"
        stream0.send(sender, ME, thread, "question", doubt, key)
    elif kind == "answer":
        # What this is about stands in the thread; nothing is kept here.
        asked = stream0.history(thread)[0]["content"]["instruction"]
        verdict = {"verdict": "changes requested", "asked": asked, "because": message["content"]}
        stream0.send(sender, ME, thread, "done", verdict, key)


for message in stream0.messages(ME):
    print(f"{ME}: {message['type']} from {message['from']}", flush=True)
    try:
        reply(message)
    except stream0.Refused as e:
        # Whoever is not registered cannot be answered.
        print(f"{ME}: {e}", flush=True)
    # Acknowledged last: whatever happens before, the message comes again.
    stream0.ack(message)
