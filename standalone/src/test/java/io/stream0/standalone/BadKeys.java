package io.stream0.standalone;

import static io.stream0.standalone.RawRequest.get;
import static io.stream0.standalone.RawRequest.method;
import static io.stream0.standalone.RawRequest.post;

import io.stream0.standalone.BadInput.World;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What nobody gets, names or ends by {@code /keys}: of a server where sign-up is closed. */
final class BadKeys {
  private static final String ABSENT = "kid-" + "0".repeat(26);
  private static final String UNKNOWN = "s0key-" + "0".repeat(52);

  private BadKeys() {}

  static List<BadInput> cases(World world) {
    RawRequest make = post("/keys", "");
    RawRequest withToken = get("/keys").anonymous().header("X-Agent-Token", world.token());
    String noToken = "a token may not manage API keys (expected: an API key)";
    return List.of(
        BadInput.of(
            "signing up",
            make.anonymous(),
            403,
            "sign-up: closed (expected: an API key of the tenant",
            "stream0.sign-up=open"),
        BadInput.of("signing up, broken", post("/keys", "{").anonymous(), 403, "sign-up: closed"),
        BadInput.of(
            "an unknown key",
            make.anonymous().header("X-API-Key", UNKNOWN),
            401,
            "this API key is not known (expected: one that is; whoever runs this server has one)"),
        BadInput.of(
            "an unknown key elsewhere",
            get("/agents").anonymous().header("X-API-Key", UNKNOWN),
            401,
            "this API key is not known"),
        BadInput.of("nobody lists", get("/keys").anonymous(), 401, "no API key and no token"),
        BadInput.of(
            "nobody revokes", method("DELETE", "/keys/" + ABSENT).anonymous(), 401, "no API key"),
        BadInput.of("a token lists", withToken, 403, noToken),
        BadInput.of("a token makes", token(world, make), 403, noToken),
        BadInput.of("a token renames", token(world, rename(ABSENT, "{}")), 403, noToken),
        BadInput.of(
            "a token rotates", token(world, post("/keys/" + ABSENT + "/rotate", "")), 403, noToken),
        BadInput.of(
            "a token revokes", token(world, method("DELETE", "/keys/" + ABSENT)), 403, noToken),
        BadInput.of(
            "a forged token",
            get("/keys").anonymous().header("X-Agent-Token", "atok-x"),
            403,
            noToken),
        BadInput.of("another tenant's", post("/keys", "{\"tenant\": \"acme\"}"), 403, "acme"),
        BadInput.of("another tenant's list", get("/keys?tenant=acme"), 403, "tenant: acme"),
        BadInput.of("a tenant that is none", get("/keys?tenant=A"), 400, "tenant: A (expected: 1"),
        BadInput.of("a tenant in capitals", post("/keys", "{\"tenant\": \"A\"}"), 400, "tenant: A"),
        BadInput.of("a tenant of a number", post("/keys", "{\"tenant\": 1}"), 400, "tenant: 1"),
        BadInput.of("half a body", post("/keys", "{"), 400, "body: ", "(expected: JSON)"),
        BadInput.of("a list", post("/keys", "[]"), 400, "body: [] (expected: a JSON object)"),
        BadInput.of("an empty name", post("/keys", "{\"name\": \"\"}"), 400, "name: \"\""),
        BadInput.of("a blank name", post("/keys", "{\"name\": \"  \"}"), 400, "not only spaces"),
        BadInput.of(
            "a long name", post("/keys", "{\"name\": \"" + "x".repeat(101) + "\"}"), 400, "1 to"),
        BadInput.of(
            "a name of two lines", post("/keys", "{\"name\": \"a\\nb\"}"), 400, "a\\u000ab"),
        BadInput.of("a name of a number", post("/keys", "{\"name\": 7}"), 400, "name: 7"),
        BadInput.of("a limit of none", get("/keys?limit=0"), 400, "limit: 0 (expected: 1 to 1000)"),
        BadInput.of("another's cursor", get("/keys?cursor=a1"), 400, "cursor: a1 (expected: "),
        BadInput.of("nothing to rename", rename(ABSENT, "{}"), 400, "name: missing (expected: "),
        BadInput.of(
            "a key that is not there",
            rename(ABSENT, "{\"name\": null}"),
            404,
            "no such key: " + ABSENT),
        BadInput.of("rotating it", post("/keys/" + ABSENT + "/rotate", ""), 404, "no such key: "),
        BadInput.of("revoking it", method("DELETE", "/keys/" + ABSENT), 404, "no such key: "),
        BadInput.of(
            "no key's id", method("DELETE", "/keys/x"), 404, "key id: x (expected: kid- and 26"),
        BadInput.of(
            "a configured key that is not there",
            method("DELETE", "/keys/configured-2"),
            404,
            "key id: configured-2"),
        BadInput.of(
            "renaming a configured key",
            rename("configured-1", "{\"name\": null}"),
            409,
            "key: configured-1 (expected: an issued one; this one is configured"),
        BadInput.of(
            "revoking a configured key", method("DELETE", "/keys/configured-1"), 409, "setting"),
        BadInput.of(
            "rotating a configured key", post("/keys/configured-1/rotate", ""), 409, "setting"),
        BadInput.of("all keys", method("DELETE", "/keys"), 405, "method: DELETE"),
        BadInput.of("a key", get("/keys/" + ABSENT), 405, "method: GET"));
  }

  private static RawRequest token(World world, RawRequest request) {
    return request.anonymous().header("X-Agent-Token", world.token());
  }

  private static RawRequest rename(String key, String body) {
    return method("PATCH", "/keys/" + key).body(body.getBytes(StandardCharsets.UTF_8));
  }
}
