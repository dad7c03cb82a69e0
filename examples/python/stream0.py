"""What both sides share: Stream0 over the standard library alone."""

import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ.get("STREAM0_URL", "http://localhost:8080")
KEY = os.environ.get("STREAM0_API_KEY", "any")


class Refused(Exception):
    """The server understood, and said no."""


def call(method, path, body=None, key=None):
    """Makes a call and returns its answer.

    A call whose answer was lost, or that nobody could answer (503, 429), is made again until it is
    known what came of it. The key goes out as Idempotency-Key: it names this one message, so that a
    repeat is not a second message. 202 is as good as 201: the message is safe.
    """
    headers = {"X-API-Key": KEY, "Content-Type": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    if method == "POST" and data is None:
        data = b""
    for pause in (1, 2, 4, 8, 16, 0):
        request = urllib.request.Request(URL + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as e:
            if e.code not in (429, 503):
                raise Refused(f"{method} {path}: {e.code} {json.load(e)['error']}") from None
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            pass  # The connection broke, perhaps in the middle of the answer.
        time.sleep(pause)
    raise TimeoutError(f"{method} {path}: given up")


def register(agent, **more):
    return call("POST", "/agents", {"id": agent, **more})


def send(to, sender, thread, kind, content, key):
    body = {"thread_id": thread, "from": sender, "type": kind, "content": content}
    return call("POST", f"/agents/{urllib.parse.quote(to, '')}/inbox", body, key)


def messages(agent, thread=None):
    """The agent's unread messages, one after the other, for ever; each until it is acknowledged."""
    query = {"status": "unread", "limit": 1, "timeout": 30}
    if thread is not None:
        query["thread_id"] = thread
    path = f"/agents/{urllib.parse.quote(agent, '')}/inbox?{urllib.parse.urlencode(query)}"
    while True:
        yield from call("GET", path)["messages"]


def ack(message):
    call("POST", f"/inbox/messages/{message['id']}/ack", key=f"ack-{message['id']}")


def history(thread):
    return call("GET", f"/threads/{urllib.parse.quote(thread, '')}/messages")["messages"]
