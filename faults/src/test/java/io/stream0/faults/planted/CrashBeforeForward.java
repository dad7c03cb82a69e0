package io.stream0.faults.planted;

import io.stream0.kafka.EndOffsets;
import io.stream0.processor.inbox.InboxChange;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.InboxFolds;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.query.Deadline;
import io.stream0.standalone.StandaloneConfiguration;
import io.stream0.streams.Appended;
import io.stream0.streams.store.Rows;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Iterator;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Ends the process at the worst moment that a kill can hit: the rows of a message are put, and in
 * the log that stores are restored from; the entry for its thread is not forwarded.
 */
@Configuration(proxyBeanMethods = false)
@Import(StandaloneConfiguration.class)
class CrashBeforeForward {
  /** The content of the message at which it ends. */
  static final String WORD = "crash";

  private static final int AS_KILLED = 137;
  private static final TopicPartition CHANGELOG =
      new TopicPartition("stream0.processor-inbox-changelog", 0);

  @Bean
  static Wrapping<InboxFolds> plantedFolds(ObjectProvider<EndOffsets> ends) {
    return new Wrapping<>(InboxFolds.class, folds -> () -> new CrashingFold(ends));
  }

  private static final class CrashingFold extends InboxFold {
    private final ObjectProvider<EndOffsets> ends;
    private long rowsPut;

    CrashingFold(ObjectProvider<EndOffsets> ends) {
      this.ends = ends;
    }

    @Override
    public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
      InboxChange change = super.fold(rows, record);
      rowsPut += change.rows().size();
      boolean last =
          record.event() instanceof MessageSent sent && sent.content().text().contains(WORD);
      return last ? new InboxChange(change.rows(), new Crash(ends.getObject(), rowsPut)) : change;
    }
  }

  /** Entries of which the first is never had: who asks for it has put the rows. */
  private static final class Crash extends AbstractList<ThreadEvent> {
    private final EndOffsets ends;
    private final long rowsPut;

    Crash(EndOffsets ends, long rowsPut) {
      this.ends = ends;
      this.rowsPut = rowsPut;
    }

    @Override
    public Iterator<ThreadEvent> iterator() {
      while (ends.of(CHANGELOG, Deadline.in(Duration.ofSeconds(30))) < rowsPut) {
        Thread.onSpinWait();
      }
      Runtime.getRuntime().halt(AS_KILLED);
      throw new IllegalStateException("halted");
    }

    @Override
    public ThreadEvent get(int index) {
      return iterator().next();
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
