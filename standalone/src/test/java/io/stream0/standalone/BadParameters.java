package io.stream0.standalone;

import static io.stream0.standalone.RawRequest.get;
import static io.stream0.standalone.RawRequest.post;

import java.util.List;

/** Query parameters and Idempotency-Key. */
final class BadParameters {
  private static final String LIMIT = "(expected: 1 to 1000)";
  private static final String TIMEOUT = "(expected: seconds, 0 or more)";
  private static final String CURSOR = "(expected: next_cursor of a page of this listing)";
  private static final String EVENT = "(expected: the id of an event of this server)";
  private static final String KEY = "(expected: 1 to 256 printable ASCII characters)";

  private BadParameters() {}

  static List<BadInput> queries() {
    return List.of(
        inbox("a limit of 0", "limit=0", "limit: 0 " + LIMIT),
        inbox("a limit below 0", "limit=-1", "limit: -1 " + LIMIT),
        inbox("a limit of 1001", "limit=1001", "limit: 1001 " + LIMIT),
        inbox("a limit beyond all", "limit=99999999999999999999", LIMIT),
        inbox("half a limit", "limit=1.5", "limit: 1.5 " + LIMIT),
        inbox("a limit in words", "limit=ten", "limit: ten " + LIMIT),
        inbox("no limit at all", "limit=", "limit: \"\" " + LIMIT),
        inbox("a limit in hex", "limit=0x10", "limit: 0x10 " + LIMIT),
        inbox("two limits", "limit=1&limit=2", "limit: 2 times (expected: once)"),
        BadInput.of("a limit of agents", get("/agents?limit=0"), 400, "limit: 0 " + LIMIT),
        BadInput.of(
            "a limit of a thread",
            get("/threads/thread/messages?limit=x"),
            400,
            "limit: x " + LIMIT),
        inbox("a timeout below 0", "timeout=-1", "timeout: -1 " + TIMEOUT),
        inbox("a timeout in words", "timeout=soon", "timeout: soon " + TIMEOUT),
        inbox("a timeout with a unit", "timeout=5s", "timeout: 5s " + TIMEOUT),
        inbox("no timeout at all", "timeout=", "timeout: \"\" " + TIMEOUT),
        inbox("a timeout that is none", "timeout=NaN", "timeout: NaN " + TIMEOUT),
        inbox("an endless timeout", "timeout=Infinity", "timeout: Infinity " + TIMEOUT),
        inbox("a timeout beyond all", "timeout=1e999", "timeout: 1e999 " + TIMEOUT),
        inbox("two timeouts", "timeout=1&timeout=1", "timeout: 2 times (expected: once)"),
        inbox("a status that is none", "status=read", "status: read (expected: unread or acked)"),
        inbox("no status at all", "status=", "status: \"\" (expected: unread or acked)"),
        inbox("two statuses", "status=unread&status=acked", "status: 2 times (expected: once)"),
        inbox("an empty thread", "thread_id=", "thread_id: \"\" (expected: 1 to 256"),
        inbox("a slash in a thread", "thread_id=a%2Fb", "thread_id: a/b (expected: 1 to 256"),
        inbox("a NUL in a thread", "thread_id=%00", "thread_id: \\u0000 (expected: 1 to 256"),
        inbox("two threads", "thread_id=a&thread_id=b", "thread_id: 2 times (expected: once)"),
        inbox("perhaps a peek", "peek=maybe", "peek: maybe (expected: true or false)"),
        inbox("a broken percent", "thread_id=%zz", "query: thread_id=%zz (expected: "),
        inbox("half a percent", "thread_id=a%2", "query: thread_id=a%2 (expected: "),
        inbox("no UTF-8", "thread_id=%ff%fe", "query: thread_id=%ff%fe (expected: "),
        inbox("no UTF-8 in what is not read", "x=%c3%28", "query: x=%c3%28 (expected: "),
        inbox("a parameter without a name", "=x", "query: =x (expected: "),
        inbox("a cursor of nothing", "cursor=", "cursor: \"\" " + CURSOR),
        inbox("a cursor of noise", "cursor=%21%40%23", "cursor: !@# " + CURSOR),
        inbox("a cursor of a number", "cursor=1", "cursor: 1 " + CURSOR),
        inbox("a thread's cursor", "cursor=t1", "cursor: t1 " + CURSOR),
        inbox("a cursor of agents", "cursor=a1", "cursor: a1 " + CURSOR),
        inbox("a cursor below 0", "cursor=i-1", "cursor: i-1 " + CURSOR),
        inbox("a cursor beyond all", "cursor=i" + "v".repeat(13), "cursor: ivvv", CURSOR),
        inbox("two cursors", "cursor=i1&cursor=i1", "cursor: 2 times (expected: once)"),
        BadInput.of(
            "agents by an inbox's cursor", get("/agents?cursor=i1"), 400, "cursor: i1", CURSOR),
        BadInput.of(
            "a thread by an inbox's cursor",
            get("/threads/thread/messages?cursor=i1"),
            400,
            "cursor: i1 " + CURSOR));
  }

  private static BadInput inbox(String name, String query, String... told) {
    return BadInput.of(name, get("/agents/reader/inbox?" + query), 400, told);
  }

  /** What would be a stream of events. */
  static List<BadInput> events() {
    RawRequest watch = get("/events");
    return List.of(
        events("a type that is none", "type=chat", "type: chat (expected: one of request, "),
        events("no type at all", "type=", "type: \"\" (expected: one of request, "),
        events("one good type of two", "type=done&type=Done", "type: Done (expected: one of "),
        events("an empty agent", "agent=", "\"\" (expected: 1 to 256"),
        events("a slash in an agent", "agent=a%2Fb", "a/b (expected: 1 to 256"),
        events("an empty thread", "thread=", "\"\" (expected: 1 to 256"),
        events("a NUL in a thread", "thread=%00", "\\u0000 (expected: 1 to 256"),
        events("101 agents", "agent=a&".repeat(101), "agent: 101 times (expected: at most 100"),
        events("after nothing", "after=", "after: \"\" " + EVENT),
        events("after noise", "after=%21%40", "after: !@ " + EVENT),
        events("after a number", "after=1", "after: 1 " + EVENT),
        events("after a thread's cursor", "after=t1", "after: t1 " + EVENT),
        events("after an event of another partition count", "after=eAA", "after: eAA " + EVENT),
        events("after two", "after=eAAAA&after=eAAAA", "after: 2 times (expected: once)"),
        BadInput.of("an id that is none", lastId(watch, "x"), 400, "Last-Event-ID: x " + EVENT),
        BadInput.of("half an id", lastId(watch, "eAAA"), 400, "Last-Event-ID: eAAA " + EVENT),
        BadInput.of(
            "an id and more", lastId(watch, "eAAAAAAAA"), 400, "Last-Event-ID: eAAAAAAAA " + EVENT),
        BadInput.of(
            "two ids",
            lastId(lastId(watch, "eAAAA"), "eAAAA"),
            400,
            "Last-Event-ID: 2 times (expected: once)"),
        BadInput.of(
            "a good id and a bad one in the URL",
            lastId(get("/events?after=x"), "eAAAA"),
            400,
            "after: x " + EVENT));
  }

  private static RawRequest lastId(RawRequest request, String id) {
    return request.header("Last-Event-ID", id);
  }

  private static BadInput events(String name, String query, String... told) {
    return BadInput.of(name, get("/events?" + query), 400, told);
  }

  static List<BadInput> idempotencyKeys(BadInput.World world) {
    String sent = "{\"thread_id\": \"t\", \"from\": \"a\", \"type\": \"done\"}";
    RawRequest send = post("/agents/reader/inbox", sent);
    RawRequest ack = post("/inbox/messages/" + world.unread() + "/ack", "");
    return List.of(
        key("none", send, "", "Idempotency-Key: \"\" " + KEY),
        key("spaces alone", send, "   ", "Idempotency-Key: \"\" " + KEY),
        key("257 characters", send, "k".repeat(257), "Idempotency-Key: kkk", "…", KEY),
        key("letters beyond ASCII", send, "sch\u00f6n", "Idempotency-Key: sch\u00f6n " + KEY),
        key("a tab within", send, "a\tb", "Idempotency-Key: a\\u0009b " + KEY),
        key("none of an ack", ack, "", "Idempotency-Key: \"\" " + KEY),
        key("257 characters of an ack", ack, "k".repeat(257), "Idempotency-Key: kkk", KEY),
        BadInput.of(
            "two keys",
            send.header("Idempotency-Key", "one").header("Idempotency-Key", "two"),
            400,
            "Idempotency-Key: 2 times (expected: once)"));
  }

  private static BadInput key(String name, RawRequest request, String key, String... told) {
    return BadInput.of(name, request.header("Idempotency-Key", key), 400, told);
  }
}
