package io.stream0.standalone;

import static io.stream0.standalone.RawRequest.get;
import static io.stream0.standalone.RawRequest.method;
import static io.stream0.standalone.RawRequest.post;

import io.stream0.standalone.BadInput.World;
import java.util.List;
import java.util.Locale;

/** Who is nobody, or may not. */
final class BadCallers {
  private static final String NO_CREDENTIALS =
      "no API key and no token (expected: header X-API-Key, X-Agent-Token or Authorization:"
          + " Bearer)";

  private BadCallers() {}

  static List<BadInput> strangers(World world) {
    RawRequest list = get("/agents").anonymous();
    String token = world.token();
    String forged =
        token.substring(0, 30) + (token.charAt(30) == 'A' ? 'B' : 'A') + token.substring(31);
    return List.of(
        nobody("no key", list, NO_CREDENTIALS),
        nobody("to register", post("/agents", "{\"id\": \"x\"}").anonymous(), NO_CREDENTIALS),
        nobody("to read", get("/agents/reader/inbox").anonymous(), NO_CREDENTIALS),
        nobody("with a broken body", post("/agents", "{").anonymous(), NO_CREDENTIALS),
        nobody("an empty key", list.header("X-API-Key", ""), "this API key is not known"),
        nobody("an unknown key", list.header("X-API-Key", "YOUR_KEY"), "this API key is not known"),
        nobody("a key and more", list.header("X-API-Key", world.key() + "x"), "key is not known"),
        nobody(
            "a key in capitals",
            list.header("X-API-Key", world.key().toUpperCase(Locale.ROOT)),
            "not known"),
        nobody("a bearer of nothing", list.header("Authorization", "Bearer "), NO_CREDENTIALS),
        nobody("a bearer unknown", list.header("Authorization", "Bearer x"), "key is not known"),
        nobody("a name and password", list.header("Authorization", "Basic dTpw"), NO_CREDENTIALS),
        nobody(
            "a token of nothing",
            list.header("X-Agent-Token", ""),
            "this is no agent token",
            "atok-"),
        nobody("a watcher without a key", get("/events").anonymous(), NO_CREDENTIALS),
        nobody(
            "a watcher with a key in the URL",
            get("/events?api_key=" + world.key()).anonymous(),
            NO_CREDENTIALS),
        nobody("a key for a token", list.header("X-Agent-Token", world.key()), "atok-"),
        nobody("a token of noise", list.header("X-Agent-Token", "atok-!!!!"), "atok-"),
        nobody("half a token", list.header("X-Agent-Token", token.substring(0, 40)), "token"),
        nobody("a token and more", list.header("X-Agent-Token", token + "AAAA"), "no agent token"),
        nobody(
            "a forged token",
            list.header("X-Agent-Token", forged),
            "this agent token is not valid"),
        nobody("a forged bearer", list.header("Authorization", "Bearer " + forged), "not valid"),
        nobody("a token for a key", list.header("X-API-Key", token), "this API key is not known"),
        nobody(
            "key and token of two tenants",
            list.header("X-API-Key", world.key()).header("X-Agent-Token", world.strangersToken()),
            "the API key and the agent token are of two tenants"),
        nobody(
            "an unknown key beside a token",
            list.header("X-API-Key", "unknown").header("X-Agent-Token", token),
            "this API key is not known"),
        BadInput.of(
            "two keys",
            list.header("X-API-Key", world.key()).header("X-API-Key", world.strangersKey()),
            400,
            "X-API-Key: 2 times (expected: once)"),
        BadInput.of(
            "two tokens",
            list.header("X-Agent-Token", token).header("X-Agent-Token", world.tokenOfOther()),
            400,
            "X-Agent-Token: 2 times (expected: once)"),
        BadInput.of(
            "two bearers",
            list.header("Authorization", "Bearer " + token).header("Authorization", "Bearer x"),
            400,
            "Authorization: 2 times (expected: once)"));
  }

  private static BadInput nobody(String name, RawRequest request, String... told) {
    return BadInput.of(name, request, 401, told);
  }

  static List<BadInput> withAToken(World world) {
    return List.of(
        forbidden("registers", world, post("/agents", "{\"id\": \"x\"}"), "register agents"),
        forbidden("changes itself", world, post("/agents", "{\"id\": \"reader\"}"), "an API key"),
        forbidden(
            "deletes", world, method("DELETE", "/agents/other"), "delete agents", "an API key"),
        forbidden("deletes itself", world, method("DELETE", "/agents/reader"), "delete agents"),
        forbidden(
            "reads another's inbox", world, get("/agents/other/inbox"), "agent: other", "reader"),
        forbidden("rotates another", world, post("/agents/other/token/rotate", ""), "agent: other"),
        forbidden(
            "writes as another",
            world,
            post(
                "/agents/other/inbox",
                "{\"thread_id\": \"t\", \"from\": \"other\", \"type\": \"done\"}"),
            "from: other (expected: reader, whose token this is)"),
        BadInput.of(
            "another's message",
            post("/inbox/messages/" + world.unread() + "/ack", "")
                .anonymous()
                .header("X-Agent-Token", world.tokenOfOther()),
            404,
            "no such unread message: " + world.unread()));
  }

  private static BadInput forbidden(String name, World world, RawRequest request, String... told) {
    return BadInput.of(name, request.anonymous().header("X-Agent-Token", world.token()), 403, told);
  }

  /** Web pages, and names that lead here. */
  static List<BadInput> origins() {
    RawRequest register = post("/agents", "{\"id\": \"x\"}");
    String expected = "(expected: this server's own, or one of stream0.server.allowed-origins)";
    return List.of(
        page("a page", register.header("Origin", "https://evil.example"), "https://evil.example"),
        page(
            "a page on this machine",
            register.header("Origin", "http://127.0.0.1:1"),
            ":1 " + expected),
        page("a page from a file", register.header("Origin", "null"), "Origin: null " + expected),
        page(
            "a page of no origin",
            register.header("Origin", "http://"),
            "Origin: http:// " + expected),
        page(
            "a look from a page", get("/health").header("Origin", "http://evil.example"), expected),
        page(
            "asking before",
            method("OPTIONS", "/agents")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST"),
            expected));
  }

  /** Of a server without a key. */
  static List<BadInput> hosts() {
    RawRequest register = post("/agents", "{\"id\": \"x\"}").anonymous();
    String expected = "(expected: a loopback one while no API key is configured)";
    return List.of(
        page(
            "a name that leads here",
            register.header("Host", "evil.example"),
            "evil.example " + expected),
        page("with this port", register.header("Host", "evil.example:8080"), expected),
        page("like a loopback one", register.header("Host", "127.0.0.1.evil.example"), expected),
        page("another address", register.header("Host", "10.0.0.1:8080"), expected),
        page("no address", register.header("Host", "127.0.0.1.1"), expected),
        page("an empty one", register.header("Host", ""), expected));
  }

  private static BadInput page(String name, RawRequest request, String... told) {
    return BadInput.of(name, request, 403, told);
  }
}
