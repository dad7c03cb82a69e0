package io.stream0.webhook.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final int MOST = 16;
  private static final int MOST_OF_ONE = 8;
  private static final Duration FAST = Duration.ofMillis(1);
  private static final URI GOOD = URI.create("https://good.example/hook");

  private final Deque<Job> going = new ArrayDeque<>();
  private final Lanes lanes = new Lanes(MOST, MOST_OF_ONE, going::add);

  @Test
  void endpointsThatNeverAnsweredLeaveAQuarter() {
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, URI.create("https://dead-" + i + ".example/hook")));
    }
    assertThat(going).hasSize(MOST * 3 / 4);
  }

  @Test
  void aNewEndpointIsNotHeldUpByThoseThatDoNotAnswer() {
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, URI.create("https://dead-" + i % 20 + ".example/hook")));
    }
    for (int i = 0; i < 100; i++) {
      lanes.done(going.remove(), false, Duration.ofSeconds(15));
    }
    for (int i = 0; i < 100; i++) {
      lanes.add(job(i, URI.create("https://dead-" + i % 20 + ".example/hook")));
    }
    assertThat(going).hasSize(MOST / 2);
    lanes.add(job(100, GOOD));
    assertThat(going.getLast().webhook()).isEqualTo(GOOD);
  }

  @Test
  void anEndpointThatAnswersIsNotHeldUpByThose() {
    lanes.add(job(0, GOOD));
    lanes.done(going.remove(), true, FAST);
    for (int i = 1; i < 100; i++) {
      lanes.add(job(i, URI.create("https://dead-" + i + ".example/hook")));
    }
    going.clear();
    lanes.add(job(100, GOOD));
    assertThat(going).extracting(Job::webhook).containsExactly(GOOD);
  }

  @Test
  void anEndpointThatTakesItsTimeCountsAsSilentAndDoesNotWiden() {
    List<Job> slow = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 4; i++) {
        lanes.add(job(round * 4 + i, URI.create("https://slow-" + i + ".example/hook")));
      }
      slow.addAll(going);
      going.clear();
      slow.forEach(job -> lanes.done(job, true, Duration.ofSeconds(14)));
      slow.clear();
    }
    for (int i = 0; i < 100; i++) {
      lanes.add(job(100 + i, URI.create("https://slow-" + i % 4 + ".example/hook")));
    }
    assertThat(going).hasSizeLessThanOrEqualTo(MOST / 2);
  }

  @Test
  void aLaneThatIsEmptiedKeepsItsWidth() {
    Endpoint endpoint = Endpoint.of(GOOD);
    int first = lanes.room(endpoint);
    for (int i = 0; i < 20; i++) {
      lanes.add(job(i, GOOD));
      lanes.done(going.remove(), true, FAST);
    }
    assertThat(going).isEmpty();
    assertThat(lanes.room(endpoint)).isGreaterThan(first);
  }

  private static Job job(int number, URI webhook) {
    return AttemptsTest.job(number, webhook, 1, null);
  }
}
