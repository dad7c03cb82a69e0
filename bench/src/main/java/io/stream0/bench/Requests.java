package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The calls of an agent, as bytes. Ids are the bench's own and need no escaping. */
final class Requests {
  /** Registered by the all-in-one itself. */
  static final String FIRST_AGENT = "other-agent";

  private final String host;

  /**
   * @param port of the server they are for
   */
  Requests(int port) {
    host = "127.0.0.1:" + port;
  }

  byte[] register(String agent) {
    return post("/agents", "{\"id\":\"" + agent + "\"}");
  }

  byte[] register(String agent, String webhook) {
    return post("/agents", "{\"id\":\"%s\",\"webhook\":\"%s\"}".formatted(agent, webhook));
  }

  /** A message of the size of a short instruction: some 100 bytes of body. */
  byte[] send(String agent, String thread, long number) {
    return post(
        "/agents/" + agent + "/inbox",
        "{\"thread_id\":\"%s\",\"from\":\"bench\",\"type\":\"request\",\"content\":{\"instruction\":\"review this PR\",\"number\":%d}}"
            .formatted(thread, number));
  }

  byte[] ack(String messageId) {
    return post("/inbox/messages/" + messageId + "/ack", "");
  }

  byte[] unread(String agent) {
    return get("/agents/" + agent + "/inbox?status=unread");
  }

  /** Held for half a minute if there is nothing. */
  byte[] awaitUnread(String agent) {
    return get("/agents/" + agent + "/inbox?status=unread&timeout=30");
  }

  private byte[] get(String target) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, host).getBytes(UTF_8);
  }

  private byte[] post(String target, String body) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(target, host, body.getBytes(UTF_8).length, body)
        .getBytes(UTF_8);
  }
}
