package io.stream0.faults.planted;

import io.stream0.processor.inbox.InboxChange;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.InboxFolds;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.standalone.StandaloneConfiguration;
import io.stream0.streams.Appended;
import io.stream0.streams.store.Rows;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The bug: what the store has already is taken to be done, and not forwarded again. */
@Configuration(proxyBeanMethods = false)
@Import(StandaloneConfiguration.class)
class NoForwardOnReplay {
  @Bean
  static Wrapping<InboxFolds> plantedFolds() {
    return new Wrapping<>(InboxFolds.class, folds -> ForgetfulFold::new);
  }

  private static final class ForgetfulFold extends InboxFold {
    @Override
    public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
      InboxChange change = super.fold(rows, record);
      boolean isThere =
          !change.rows().isEmpty() && rows.get(change.rows().getFirst().key()) != null;
      return isThere ? new InboxChange(change.rows(), List.of()) : change;
    }
  }
}
