package io.stream0.webhook.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.directory.Directory;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientDirectoryTest {
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  private PatientDirectory patient(int failures) {
    Directory directory =
        new Directory(
            new TopicSettings(new TopicNames("s."), 1, 1, null, 1024),
            (partition, deadline) -> {
              if (asked.incrementAndGet() <= failures) {
                throw new UnansweredException("refused at once");
              }
              return 0;
            });
    return new PatientDirectory(directory, stopping);
  }

  @Test
  void whatIsRefusedAtOnceIsNotAskedAgainAtOnce() {
    long began = System.nanoTime();
    patient(2).catchUp();
    assertThat(asked).hasValue(3);
    // Two pauses of a second, by whichever clock waits.
    assertThat(System.nanoTime() - began).isGreaterThan(1_900_000_000L);
  }

  @Test
  void nothingIsWaitedForInAProcessThatStops() {
    stopping.countDown();
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> patient(Integer.MAX_VALUE).catchUp());
    assertThat(asked).hasValue(1);
  }
}
