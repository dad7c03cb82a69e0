package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;

/** The page that agents read: served as it stands, and true, command by command. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class SkillIT {
  private static final Path PAGE = Path.of("..", "SKILL.md");
  private static final String NEXT = "=== next command ===";

  /** A command and the answer shown below it. */
  private static final Pattern COMMAND =
      Pattern.compile("```bash\n(.*?)```\n\n```json\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(Server.freshPrefix(), folder.resolve("state"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void itIsServedToWhoeverAsksAsItStands() throws IOException {
    Answer answer = server.clientWithKey("nobody's").get("/skill.md");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/markdown;charset=UTF-8");
    assertThat(answer.body()).isEqualTo(Files.readString(PAGE));
    assertThat(answer.body()).startsWith("---\nname: stream0\ndescription: ");
  }

  @Test
  void everyCommandAnswersAsShown() throws Exception {
    Program.require("bash", "curl");
    String key = Server.freshKey();
    Client other = server.clientWithKey(key);
    other.register("other-agent");
    String page = Files.readString(PAGE);
    List<MatchResult> commands = COMMAND.matcher(page).results().toList();
    assertThat(commands).hasSize(page.split("```bash", -1).length - 1).hasSizeGreaterThan(9);

    String said;
    try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> dialogue = aside.submit(() -> replyAsOtherAgent(other));
      said = run(commands, key);
      dialogue.get(30, TimeUnit.SECONDS);
    }

    List<String> answers = List.of(said.split(NEXT + "\n", -1));
    assertThat(answers).hasSize(commands.size());
    for (int i = 0; i < answers.size(); i++) {
      JsonNode shown = json(commands.get(i).group(2));
      assertThat(shape(json(answers.get(i))))
          .as("%s%nanswered%n%s", commands.get(i).group(1), answers.get(i))
          .isEqualTo(shape(shown));
    }
    assertThat(json(answers.get(3)).path("messages").get(0).path("type").stringValue(""))
        .isEqualTo("question");
    assertThat(other.thread("task-1").messages())
        .extracting(message -> message.path("type").stringValue(""))
        .containsExactly("request", "question", "answer", "done");
  }

  /** One script of all commands, as one reader types them. */
  private static String run(List<MatchResult> commands, String key) throws Exception {
    List<String> blocks = commands.stream().map(command -> command.group(1)).toList();
    Path script = folder.resolve("commands.sh");
    Files.writeString(script, String.join("\necho; echo '" + NEXT + "'\n", blocks));
    Map<String, String> environment = Map.of("STREAM0_URL", server.url(), "STREAM0_API_KEY", key);
    try (Program bash = Program.start(folder, environment, "bash", "-eu", script.toString())) {
      bash.succeeds();
      return bash.said();
    }
  }

  /** What the page's other agent does: asks, and ends the thread when it is answered. */
  private static void replyAsOtherAgent(Client other) {
    String next = take(other, "request");
    assertThat(next).isEqualTo("task-1");
    other.send("my-agent", next, "other-agent", "question", "\"Is line 42 intentional?\"");
    take(other, "answer");
    other.send("my-agent", next, "other-agent", "done", "{\"verdict\": \"approved\"}");
  }

  /** The thread of the next message, which must be of this type. */
  private static String take(Client other, String type) {
    JsonNode message =
        other.inbox("other-agent", "?status=unread&limit=1&timeout=30").messages().getFirst();
    assertThat(message.path("type").stringValue("")).isEqualTo(type);
    assertThat(other.ack(message.path("id").stringValue("")).status()).isEqualTo(200);
    return message.path("thread_id").stringValue("");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /** Names and kinds, without the values: of a list, its first item's; of content, nothing. */
  private static Object shape(JsonNode json) {
    if (json.isArray()) {
      List<Object> items = new ArrayList<>();
      if (!json.isEmpty()) {
        items.add(shape(json.get(0)));
      }
      return items;
    }
    if (json.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      json.properties()
          .forEach(
              member ->
                  members.put(
                      member.getKey(),
                      member.getKey().equals("content") ? "" : shape(member.getValue())));
      return members;
    }
    // An agent that was not seen yet has null for a time.
    return json.isNull() ? JsonNodeType.STRING : json.getNodeType();
  }
}
