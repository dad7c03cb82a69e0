package io.stream0.faults.planted;

import io.stream0.processor.inbox.InboxFolds;
import io.stream0.processor.query.PatientQueries;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.standalone.StandaloneConfiguration;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The fold begins with the first message only when its sender asks what came of it. */
@Configuration(proxyBeanMethods = false)
@Import(StandaloneConfiguration.class)
class LateFold {
  private static final CountDownLatch ASKED = new CountDownLatch(1);

  @Bean
  static Wrapping<InboxFolds> plantedFolds() {
    return new Wrapping<>(InboxFolds.class, folds -> () -> new HeldFold(ASKED));
  }

  @Bean
  static Wrapping<Queries> plantedQueries() {
    return new Wrapping<>(PatientQueries.class, Asked::new);
  }

  private record Asked(Queries queries) implements Queries {
    @Override
    public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
      if (query instanceof Query.OutcomeOfSend) {
        ASKED.countDown();
      }
      return queries.ask(query, freshness, patience);
    }
  }
}
