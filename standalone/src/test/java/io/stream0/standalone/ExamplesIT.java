package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The examples, run as their README says. */
@ExtendWith(RealBroker.class)
@Timeout(180)
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private static final List<String> BASH_REVIEWER = List.of("bash", "bash/reviewer.sh");
  private static final List<String> BASH_ORCHESTRATOR = List.of("bash", "bash/orchestrator.sh");
  private static final List<String> PYTHON_REVIEWER = List.of("python3", "python/reviewer.py");
  private static final List<String> PYTHON_ORCHESTRATOR =
      List.of("python3", "python/orchestrator.py");
  private static final List<String> JAVA_REVIEWER =
      List.of(JAVA, "java/CodeReview.java", "reviewer");
  private static final List<String> JAVA_ORCHESTRATOR =
      List.of(JAVA, "java/CodeReview.java", "orchestrator");

  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(Server.freshPrefix(), state);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bash() throws Exception {
    Program.require("bash", "curl", "jq");
    reviewIsDone(BASH_REVIEWER, BASH_ORCHESTRATOR);
  }

  @Test
  void python() throws Exception {
    Program.require("python3");
    reviewIsDone(PYTHON_REVIEWER, PYTHON_ORCHESTRATOR);
  }

  @Test
  void java() throws Exception {
    reviewIsDone(JAVA_REVIEWER, JAVA_ORCHESTRATOR);
  }

  @Test
  void aPythonReviewerAndABashOrchestrator() throws Exception {
    Program.require("python3", "bash", "curl", "jq");
    reviewIsDone(PYTHON_REVIEWER, BASH_ORCHESTRATOR);
  }

  private static void reviewIsDone(List<String> reviewer, List<String> orchestrator)
      throws Exception {
    String key = Server.freshKey();
    Client client = server.clientWithKey(key);
    Map<String, String> environment = Map.of("STREAM0_URL", server.url(), "STREAM0_API_KEY", key);
    try (Program waiting = start(environment, reviewer)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !waiting.isAlive() || client.get("/agents/reviewer").status() == 200);
      assertThat(waiting.isAlive()).as(waiting::said).isTrue();
      // Somebody who cannot be answered does not stop it.
      client.send("reviewer", "nowhere", "not registered", "request", "{}");
      try (Program asking = start(environment, orchestrator)) {
        asking.succeeds();
        assertThat(asking.said())
            .contains("orchestrator: done: ", "changes requested", "No, that is a mistake.")
            .containsSubsequence(
                "  orchestrator request",
                "  reviewer question",
                "  orchestrator answer",
                "  reviewer done");
      }
      Awaitility.await()
          .until(() -> client.inbox("reviewer", "?status=unread&peek=true").messages().isEmpty());
      assertThat(client.inbox("reviewer", "?status=acked&peek=true").messages()).hasSize(3);
      assertThat(client.inbox("orchestrator", "?status=acked&peek=true").messages()).hasSize(2);
      assertThat(waiting.isAlive()).as(waiting::said).isTrue();
    }
  }

  private static Program start(Map<String, String> environment, List<String> command)
      throws Exception {
    return Program.start(EXAMPLES, environment, command.toArray(String[]::new));
  }
}
