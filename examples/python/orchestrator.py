"""Has a patch reviewed: sends the request, answers what the reviewer asks, prints the verdict."""

import json
import sys
import uuid

import stream0

ME = "orchestrator"
THREAD = f"review-{uuid.uuid4()}"

stream0.register(ME)
work = {"instruction": "review this patch", "patch": "-for (x : list)\n+while (true)"}
stream0.send("reviewer", ME, THREAD, "request", work, f"{THREAD}-request")
print(f"{ME}: asked for a review in {THREAD}")

for message in stream0.messages(ME, THREAD):
    kind = message["type"]
    if kind == "question":
        print(f"{ME}: asked: {message['content']}")
        key = f"reply-{message['id']}"
        stream0.send("reviewer", ME, THREAD, "answer", "No, that is a mistake.", key)
    stream0.ack(message)
    if kind in ("done", "failed"):
        print(f"{ME}: {kind}: {json.dumps(message['content'])}")
        for said in stream0.history(THREAD):
            print(f"  {said['from']} {said['type']}")
        sys.exit(0 if kind == "done" else 1)
