import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A code review between two agents, with nothing but a JDK of 21 or later: {@code java
 * CodeReview.java reviewer} in one terminal, {@code java CodeReview.java orchestrator} in another.
 */
public final class CodeReview {
  private static final String URL =
      System.getenv().getOrDefault("STREAM0_URL", "http://localhost:8080");
  private static final String KEY = System.getenv().getOrDefault("STREAM0_API_KEY", "any");
  private static final int[] PAUSES = {1, 2, 4, 8, 16, 0};

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static void main(String[] args) throws Exception {
    switch (args.length == 1 ? args[0] : "") {
      case "reviewer" -> review("reviewer");
      case "orchestrator" -> orchestrate("orchestrator");
      default -> {
        System.err.println("usage: java CodeReview.java reviewer|orchestrator");
        System.exit(2);
      }
    }
  }

  /**
   * Asks back before it judges. Runs until it is stopped, and may be stopped at any moment: what it
   * was asked stays in its inbox, and its replies carry keys, so that starting over repeats nothing.
   */
  private static void review(String me) throws Exception {
    call("POST", "/agents", Map.of("id", me, "description", "Reviews patches"), null);
    System.out.println(me + ": waiting for work");
    while (true) {
      Message message = next(me, "");
      System.out.println(me + ": " + message.type() + " from " + message.from());
      try {
        replyAsReviewer(me, message);
      } catch (Refused e) {
        // Whoever is not registered cannot be answered.
        System.out.println(me + ": " + e.getMessage());
      }
      // Acknowledged last: whatever happens before, the message comes again.
      ack(message);
    }
  }

  private static void replyAsReviewer(String me, Message message) throws Exception {
    switch (message.type()) {
      case "request" ->
          message.reply(
              me, "question", "The new loop never ends when the list is empty. Intentional?");
      case "answer" -> {
        // What this is about stands in the thread; nothing is kept here.
        Map<?, ?> work = (Map<?, ?>) history(message.thread()).get(0).content();
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("verdict", "changes requested");
        verdict.put("asked", work.get("instruction"));
        verdict.put("because", message.content());
        message.reply(me, "done", verdict);
      }
      default -> {}
    }
  }

  /** Sends the request, answers what the reviewer asks, prints the verdict. */
  private static void orchestrate(String me) throws Exception {
    String thread = "review-" + UUID.randomUUID();
    call("POST", "/agents", Map.of("id", me), null);
    Map<String, Object> work =
        Map.of("instruction", "review this patch", "patch", "-for (x : list)\n+while (true)");
    send("reviewer", me, thread, "request", work, thread + "-request");
    System.out.println(me + ": asked for a review in " + thread);
    while (true) {
      Message message = next(me, "&thread_id=" + encoded(thread));
      if (message.type().equals("question")) {
        System.out.println(me + ": asked: " + message.content());
        message.reply(me, "answer", "No, that is a mistake.");
      }
      ack(message);
      if (message.type().equals("done") || message.type().equals("failed")) {
        System.out.println(me + ": " + message.type() + ": " + Json.write(message.content()));
        for (Message said : history(thread)) {
          System.out.println("  " + said.from() + " " + said.type());
        }
        System.exit(message.type().equals("done") ? 0 : 1);
      }
    }
  }

  private record Message(String id, String thread, String from, String type, Object content) {
    static Message of(Object json) {
      Map<?, ?> members = (Map<?, ?>) json;
      return new Message(
          (String) members.get("id"),
          (String) members.get("thread_id"),
          (String) members.get("from"),
          (String) members.get("type"),
          members.get("content"));
    }

    void reply(String me, String replyType, Object replyContent) throws Exception {
      send(from, me, thread, replyType, replyContent, "reply-" + id);
    }
  }

  private static void send(
      String to, String from, String thread, String type, Object content, String key)
      throws Exception {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("thread_id", thread);
    message.put("from", from);
    message.put("type", type);
    message.put("content", content);
    call("POST", "/agents/" + encoded(to) + "/inbox", message, key);
  }

  /** Waits for the agent's next unread message. */
  private static Message next(String agent, String filter) throws Exception {
    String path = "/agents/" + encoded(agent) + "/inbox?status=unread&limit=1&timeout=30" + filter;
    while (true) {
      List<?> messages = (List<?>) call("GET", path, null, null).get("messages");
      if (!messages.isEmpty()) {
        return Message.of(messages.get(0));
      }
    }
  }

  private static void ack(Message message) throws Exception {
    call("POST", "/inbox/messages/" + message.id() + "/ack", null, "ack-" + message.id());
  }

  private static List<Message> history(String thread) throws Exception {
    Map<?, ?> page = call("GET", "/threads/" + encoded(thread) + "/messages", null, null);
    return ((List<?>) page.get("messages")).stream().map(Message::of).toList();
  }

  /** The server understood, and said no. */
  private static final class Refused extends Exception {
    Refused(String why) {
      super(why);
    }
  }

  /**
   * Makes a call and returns its answer. One whose answer was lost, or that nobody could answer
   * (503, 429), is made again until it is known what came of it. The key goes out as
   * Idempotency-Key: it names this one message, so that a repeat is not a second message. 202 is as
   * good as 201: the message is safe.
   */
  private static Map<?, ?> call(String method, String path, Object body, String key)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(URL + path))
            .timeout(Duration.ofSeconds(60))
            .header("X-API-Key", KEY)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    for (int pause : PAUSES) {
      try {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status != 429 && status != 503) {
          Map<?, ?> members = (Map<?, ?>) Json.read(answer.body());
          if (status >= 400) {
            throw new Refused(method + " " + path + ": " + status + " " + members.get("error"));
          }
          return members;
        }
      } catch (IOException e) {
        System.err.println(method + " " + path + ": " + e + "; trying again");
      }
      Thread.sleep(Duration.ofSeconds(pause));
    }
    throw new IOException(method + " " + path + ": given up");
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The JDK has no JSON; in a project of yours, take the library it has. */
  private static final class Json {
    private final String text;
    private int at;

    private Json(String text) {
      this.text = text;
    }

    static Object read(String text) {
      return new Json(text).value();
    }

    private Object value() {
      return switch (peek()) {
        case '{' -> {
          Map<String, Object> members = new LinkedHashMap<>();
          for (at++; peek() != '}'; skip(',')) {
            String name = string();
            skip(':');
            members.put(name, value());
          }
          at++;
          yield members;
        }
        case '[' -> {
          List<Object> items = new ArrayList<>();
          for (at++; peek() != ']'; skip(',')) {
            items.add(value());
          }
          at++;
          yield items;
        }
        case '"' -> string();
        default -> literal();
      };
    }

    /** The next character that is no white space. */
    private char peek() {
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return text.charAt(at);
    }

    private void skip(char c) {
      if (peek() == c) {
        at++;
      }
    }

    private Object literal() {
      int start = at;
      while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String literal = text.substring(start, at);
      return switch (literal) {
        case "null" -> null;
        case "true", "false" -> Boolean.valueOf(literal);
        default -> new java.math.BigDecimal(literal);
      };
    }

    private String string() {
      peek();
      StringBuilder out = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        if (text.charAt(at) != '\\') {
          out.append(text.charAt(at));
          continue;
        }
        char c = text.charAt(++at);
        if (c == 'u') {
          out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        } else {
          int plain = "bfnrt".indexOf(c);
          out.append(plain < 0 ? c : "\b\f\n\r\t".charAt(plain));
        }
      }
      at++;
      return out.toString();
    }

    static String write(Object value) {
      if (value instanceof Map<?, ?> members) {
        return members.entrySet().stream()
            .map(member -> write(member.getKey()) + ":" + write(member.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
      }
      if (value instanceof List<?> items) {
        return items.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
      }
      if (value instanceof String text) {
        return text.chars().mapToObj(Json::escaped).collect(Collectors.joining("", "\"", "\""));
      }
      return String.valueOf(value);
    }

    private static String escaped(int c) {
      return c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : Character.toString(c);
    }
  }
}
