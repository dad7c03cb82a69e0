package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * An HTTP answer.
 *
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, byte[] body) {
  static final int CREATED = 201;
  static final int ACCEPTED = 202;
  static final int OK = 200;

  /** This answer, if it is the one that the scenario cannot go on without. */
  Answer expect(int expected) throws IOException {
    if (status != expected) {
      throw new IOException("%d (expected: %d): %s".formatted(status, expected, text()));
    }
    return this;
  }

  Answer expectOk() throws IOException {
    return expect(OK);
  }

  /** This answer to a send, if the message is durable, be it visible already or not. */
  Answer expectDurable() throws IOException {
    return status == ACCEPTED ? this : expect(CREATED);
  }

  String text() {
    return new String(body, UTF_8);
  }

  /** The first member of this name, of which the scenario knows that it is a plain string. */
  String string(String name) throws IOException {
    String text = text();
    String before = "\"" + name + "\":\"";
    int from = text.indexOf(before);
    int to = text.indexOf('"', from + before.length());
    if (from < 0 || to < 0) {
      throw new IOException("no member " + name + ": " + text);
    }
    return text.substring(from + before.length(), to);
  }

  /** How many messages a page holds. */
  int messages() {
    String id = "\"id\":\"imsg-";
    String text = text();
    int count = 0;
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + id.length())) {
      count++;
    }
    return count;
  }
}
