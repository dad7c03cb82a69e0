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
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * The stores are made from the topics again, under another application id; the web server does not
 * wait for that (as it does not in a cluster), and the first message is folded only when somebody
 * reads an inbox.
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
class Rebuild {
  private static final CountDownLatch ASKED = new CountDownLatch(1);

  @Bean
  static Wrapping<InboxFolds> plantedFolds() {
    return new Wrapping<>(InboxFolds.class, folds -> () -> new HeldFold(ASKED));
  }

  @Bean
  static Wrapping<StreamsBuilderFactoryBean> plantedStreams() {
    return new Wrapping<>(StreamsBuilderFactoryBean.class, Rebuild::fromNothing);
  }

  /** As another application, whose stores nobody has made. */
  static StreamsBuilderFactoryBean fromNothing(StreamsBuilderFactoryBean streams) {
    Properties settings = new Properties();
    if (streams.getStreamsConfiguration() != null) {
      settings.putAll(streams.getStreamsConfiguration());
    }
    settings.put("application.id", "rebuilt");
    streams.setStreamsConfiguration(settings);
    return streams;
  }

  @Bean
  static Wrapping<Queries> plantedQueries() {
    return new Wrapping<>(Queries.class, Asked::new);
  }

  private record Asked(Queries queries) implements Queries {
    @Override
    public <A> A ask(Query<A> query, Freshness freshness, Patience patience) {
      if (query instanceof Query.ReadInbox) {
        ASKED.countDown();
      }
      return queries.ask(query, freshness, patience);
    }
  }
}
