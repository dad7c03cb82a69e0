package io.stream0.faults.planted;

import io.stream0.processor.inbox.InboxFolds;
import io.stream0.processor.query.PatientQueries;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import io.stream0.standalone.StandaloneConfiguration;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The bug: a send is answered when its record is written, not when the folds have it. They have the
 * first message only once its thread has been read, so that who reads then must miss it; after that
 * nothing is wrong.
 */
@Configuration(proxyBeanMethods = false)
@Import(StandaloneConfiguration.class)
class AnswerBeforeFold {
  private static final CountDownLatch READ = new CountDownLatch(1);

  @Bean
  static Wrapping<InboxFolds> plantedFolds() {
    return new Wrapping<>(InboxFolds.class, folds -> () -> new HeldFold(READ));
  }

  @Bean
  static Wrapping<Queries> plantedQueries() {
    return new Wrapping<>(PatientQueries.class, Hasty::new);
  }

  private record Hasty(Queries queries) implements Queries {
    @Override
    @SuppressWarnings("unchecked") // each kind of query is answered with its own type
    public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
      if (READ.getCount() > 0) {
        if (query instanceof Query.OutcomeOfSend send) {
          return (A) new SendOutcome.Accepted(send.offset(), send.at());
        }
        if (query instanceof Query.ThreadHasMessage) {
          return (A) Boolean.TRUE;
        }
      }
      A answer = queries.ask(query, freshness, patience);
      if (query instanceof Query.ReadThread) {
        READ.countDown();
      }
      return answer;
    }
  }
}
