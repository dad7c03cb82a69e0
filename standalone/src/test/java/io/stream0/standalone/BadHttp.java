package io.stream0.standalone;

import static io.stream0.standalone.RawRequest.get;
import static io.stream0.standalone.RawRequest.line;
import static io.stream0.standalone.RawRequest.method;

import java.util.List;

/** Paths and methods that are not there, and what is no HTTP at all. */
final class BadHttp {
  private static final String PATH = "malformed request: ";
  private static final String REQUEST = "malformed request: ";

  private BadHttp() {}

  static List<BadInput> paths() {
    return List.of(
        BadInput.of("the root", get("/nothing"), 404, "no such path: /nothing"),
        BadInput.of("below health", get("/health/x"), 404, "no such path: /health/x"),
        BadInput.of("a slash at the end", get("/agents/"), 404, "no such path: /agents/"),
        BadInput.of("an empty id", get("/agents//inbox"), 404, "no such path: /agents//inbox"),
        BadInput.of("in capitals", get("/Agents"), 404, "no such path: /Agents"),
        BadInput.of("steps back", get("/agents/x/../../health"), 404, "no such path: /agents/x/.."),
        BadInput.of("with a parameter", get("/health;v=1"), 404, "no such path: /health%3Bv=1"),
        BadInput.of("an actuator", get("/actuator/env"), 404, "no such path: /actuator/env"),
        BadInput.of("an error page", get("/error"), 404, "no such path: /error"),
        BadInput.of("a slash in an id", get("/agents/a%2Fb"), 400, PATH + "/agents/a%2Fb", "%2F"),
        BadInput.of("a NUL in an id", get("/agents/a%00"), 400, "/agents/a%00"),
        BadInput.of("beyond the root", get("/../../etc/passwd"), 400, PATH + "/../../etc/passwd"),
        BadInput.of("encoded steps", get("/%2e%2e/%2e%2e/x"), 400, PATH + "/%2e%2e/%2e%2e/x"),
        BadInput.of("a broken percent", get("/agents/%zz"), 400, PATH + "/agents/%zz"),
        BadInput.of("half a percent", get("/agents/a%"), 400, PATH + "/agents/a%"),
        BadInput.of(
            "no UTF-8", method("DELETE", "/agents/%ff"), 400, PATH + "/agents/%ff", "UTF-8"),
        BadInput.of("half a character", get("/agents/a%C3"), 400, PATH + "/agents/a%C3", "UTF-8"),
        BadInput.of(
            "an overlong slash", get("/agents/%c0%af"), 400, PATH + "/agents/%c0%af", "UTF-8"),
        BadInput.of("half a pair", get("/agents/%ed%a0%80"), 400, "/agents/%ed%a0%80", "UTF-8"));
  }

  static List<BadInput> methods() {
    return List.of(
        BadInput.of("PUT", method("PUT", "/agents"), 405, "method: PUT (expected: ", "GET", "POST"),
        BadInput.of("PATCH", method("PATCH", "/agents/reader"), 405, "method: PATCH", "DELETE"),
        BadInput.of("TRACE", method("TRACE", "/agents"), 405, "method: TRACE (expected: "),
        BadInput.of("TRACE of nothing", method("TRACE", "/x"), 405, "method: TRACE (expected: "),
        BadInput.of("DELETE of all", method("DELETE", "/agents"), 405, "method: DELETE", "POST"),
        BadInput.of("DELETE of an inbox", method("DELETE", "/agents/reader/inbox"), 405, "DELETE"),
        BadInput.of(
            "GET of an ack", get("/inbox/messages/x/ack"), 405, "method: GET (expected: POST)"),
        BadInput.of("POST to a thread", method("POST", "/threads/t/messages"), 405, "method: POST"),
        BadInput.of("POST of health", method("POST", "/health"), 405, "method: POST", "GET"),
        BadInput.of(
            "a method that is none", method("BREW", "/agents"), 405, "method: BREW", "GET"));
  }

  /** What the container refuses before any of our code sees it. */
  static List<BadInput> requests() {
    return List.of(
        BadInput.of("no request line", line("hello"), 400, REQUEST),
        BadInput.of("binary", line("\u0016\u0003\u0001\u0002"), 400, REQUEST),
        BadInput.of("a space in a path", line("GET /agents/a b HTTP/1.1"), 400, REQUEST),
        BadInput.of("raw bytes in a path", line("GET /agents/\u00fc HTTP/1.1"), 400, REQUEST),
        BadInput.of("a quote in a path", line("GET /agents/\"a\" HTTP/1.1"), 400, REQUEST),
        BadInput.of("no method", line(" /agents HTTP/1.1"), 405, "method: "),
        BadInput.of("a method of signs", line("G(T /agents HTTP/1.1"), 400, REQUEST),
        BadInput.of("a later HTTP", line("GET /agents HTTP/3.0"), 505, "(expected: HTTP/1.1 "),
        BadInput.of("no HTTP", line("GET /agents FTP/1.1"), 400, REQUEST),
        BadInput.of("a path without a slash", line("GET agents HTTP/1.1"), 400, REQUEST),
        BadInput.of("a path of 10,000", get("/agents/" + "x".repeat(10_000)), 400, REQUEST),
        BadInput.of(
            "a header of 10,000", get("/agents").header("X", "x".repeat(10_000)), 400, REQUEST),
        BadInput.of("a thousand headers", many(get("/agents"), 1000), 400, REQUEST),
        BadInput.of("a header of no name", get("/agents").header(": x"), 400, REQUEST),
        BadInput.of("a header without a colon", get("/agents").header("X-Nothing"), 400, REQUEST),
        BadInput.of("a space before a colon", get("/agents").header("X : y"), 400, REQUEST),
        BadInput.of("a NUL in a header", get("/agents").header("X", "a\u0000b"), 400, REQUEST),
        BadInput.of(
            "two hosts", get("/agents").header("Host", "a").header("Host", "b"), 400, REQUEST),
        BadInput.of("a host that is none", get("/agents").header("Host", "a b"), 400, REQUEST),
        BadInput.of(
            "a host's port that is none", get("/agents").header("Host", "a:b"), 400, REQUEST),
        BadInput.of(
            "another host in the line",
            line("GET http://evil.example/agents HTTP/1.1").header("Host", "127.0.0.1"),
            400,
            REQUEST),
        BadInput.of("another expectation", get("/agents").header("Expect", "cake"), 417, "Expect"));
  }

  private static RawRequest many(RawRequest request, int headers) {
    RawRequest more = request;
    for (int i = 0; i < headers; i++) {
      more = more.header("A" + i, "x");
    }
    return more;
  }
}
