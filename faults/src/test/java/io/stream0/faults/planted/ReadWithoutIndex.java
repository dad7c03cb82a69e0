package io.stream0.faults.planted;

import io.stream0.api.ApiConfiguration;
import io.stream0.directory.DirectoryConfiguration;
import io.stream0.kafka.KafkaConfiguration;
import io.stream0.processor.inbox.InboxFolds;
import io.stream0.processor.topology.ProcessorConfiguration;
import io.stream0.protocol.query.Freshness;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Query;
import io.stream0.webhook.topology.WebhookWorkerConfiguration;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * The bug: an inbox is read as its store has it, without a look at where its log ends. The stores
 * are made from the topics again meanwhile; the first message is folded only once an inbox has been
 * read, so that who reads it first must miss it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  KafkaConfiguration.class,
  DirectoryConfiguration.class,
  ProcessorConfiguration.class,
  WebhookWorkerConfiguration.class,
  ApiConfiguration.class
})
class ReadWithoutIndex {
  private static final CountDownLatch READ = new CountDownLatch(1);

  @Bean
  static Wrapping<InboxFolds> plantedFolds() {
    return new Wrapping<>(InboxFolds.class, folds -> () -> new HeldFold(READ));
  }

  @Bean
  static Wrapping<StreamsBuilderFactoryBean> plantedStreams() {
    return new Wrapping<>(StreamsBuilderFactoryBean.class, Rebuild::fromNothing);
  }

  @Bean
  static Wrapping<Queries> plantedQueries() {
    return new Wrapping<>(Queries.class, Stale::new);
  }

  private record Stale(Queries queries) implements Queries {
    @Override
    public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
      boolean isRead = query instanceof Query.ReadInbox && READ.getCount() > 0;
      A answer = queries.ask(query, isRead ? Freshness.ANY : freshness, patience);
      if (isRead) {
        READ.countDown();
      }
      return answer;
    }
  }
}
