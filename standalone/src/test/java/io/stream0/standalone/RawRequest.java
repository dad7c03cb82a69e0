package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request down to its last byte, since clients refuse to send what a careless or hostile caller
 * does. What a case does not say of itself is added: a host, a key, the body's length.
 *
 * @param head the request line and the headers that the case is about, a line each
 * @param key whether the key of the tenant under test is shown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawRequest(List<String> head, byte[] body, boolean key) {
  private static final String CRLF = "\r\n";

  static RawRequest get(String path) {
    return line("GET " + path + " HTTP/1.1");
  }

  static RawRequest post(String path, String body) {
    return line("POST " + path + " HTTP/1.1").body(body.getBytes(UTF_8));
  }

  static RawRequest method(String method, String path) {
    return line(method + " " + path + " HTTP/1.1");
  }

  static RawRequest line(String line) {
    return new RawRequest(List.of(line), new byte[0], true);
  }

  RawRequest body(byte[] bytes) {
    return new RawRequest(head, bytes, key);
  }

  RawRequest header(String name, String value) {
    return header(name + ": " + value);
  }

  /** A line of the head as it is, be it a header or none. */
  RawRequest header(String line) {
    List<String> more = new ArrayList<>(head);
    more.add(line);
    return new RawRequest(List.copyOf(more), body, key);
  }

  /** Without the key of the tenant under test. */
  RawRequest anonymous() {
    return new RawRequest(head, body, false);
  }

  /**
   * What goes over the wire.
   *
   * @param host of the server
   * @param shown the key of the tenant under test; null for a server without keys
   */
  byte[] bytes(String host, @Nullable String shown) {
    StringBuilder text = new StringBuilder();
    head.forEach(line -> text.append(line).append(CRLF));
    if (!has("Host")) {
      text.append("Host: ").append(host).append(CRLF);
    }
    if (key && shown != null) {
      text.append("X-API-Key: ").append(shown).append(CRLF);
    }
    if (!has("Content-Length") && !has("Transfer-Encoding")) {
      text.append("Content-Length: ").append(body.length).append(CRLF);
    }
    if (!has("Connection")) {
      text.append("Connection: close").append(CRLF);
    }
    text.append(CRLF);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text.toString().getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private boolean has(String header) {
    String prefix = header + ":";
    return head.stream().anyMatch(h -> h.regionMatches(true, 0, prefix, 0, prefix.length()));
  }
}
