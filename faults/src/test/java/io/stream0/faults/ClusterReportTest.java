package io.stream0.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.check.Checker;
import io.stream0.faults.cluster.ClusterOutcome;
import io.stream0.faults.drive.Plan;
import io.stream0.faults.drive.SecondTries;
import io.stream0.faults.history.Delivered;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Notification.Said;
import io.stream0.faults.history.Position;
import io.stream0.faults.history.Webhooks;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterReportTest {
  private static final AgentId AGENT = new AgentId("agent");
  private static final MessageId MESSAGE = MessageId.of(new byte[MessageId.BYTES]);

  private static Notification told(@Nullable Integer answer) {
    return new Notification(
        new When(0, "receiver", 1, 2),
        AGENT,
        "wdel-1",
        Instant.EPOCH,
        true,
        new Said(AGENT, MESSAGE, new ThreadId("thread"), AGENT, "content"),
        answer);
  }

  @Test
  void itCountsWhatWebhooksWereTold() {
    Webhooks webhooks =
        new Webhooks(List.of(told(null), told(500), told(200), told(204)), List.of(), List.of(), 0);
    Log log =
        new Log(
            List.of(),
            List.of(),
            List.of(new Delivered(new Position(0, 0), MESSAGE, "wdel-1", Instant.EPOCH)));
    History history = new History(List.of(), 10, List.of(), webhooks);
    ClusterOutcome outcome =
        new ClusterOutcome(
            history, log, List.of(), new SecondTries(), Duration.ofSeconds(3), List.of());

    String report =
        ClusterReport.of(
            new Plan(7, 1, 1, 1), outcome, Checker.check(history, log), Duration.ofMinutes(2));

    assertThat(report)
        .contains("| seed | 7 |")
        .contains("to their endpoints | 4: 200: 1, 204: 1, 500: 1, none: 1 |")
        .contains("took, and took more than once | 1, 1 |")
        .contains("0 of `inbox`, 0 entries of `threads`, 1 of `deliveries` |");
  }
}
