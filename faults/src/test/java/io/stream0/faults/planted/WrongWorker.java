package io.stream0.faults.planted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.standalone.StandaloneConfiguration;
import io.stream0.webhook.attempt.Notification;
import io.stream0.webhook.attempt.Reply;
import io.stream0.webhook.attempt.WebhookClient;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Two bugs of a webhook worker. It records as delivered what it has not sent, as one does that
 * crashes between a record and what it tells of. And a repeat is sent under an id of its own.
 */
@Configuration(proxyBeanMethods = false)
@Import(StandaloneConfiguration.class)
class WrongWorker {
  /** In the content of the message that is not sent. */
  static final String WORD = "recorded-first";

  @Bean
  static Wrapping<WebhookClient> plantedClient() {
    return new Wrapping<>(WebhookClient.class, Wrong::new);
  }

  private static final class Wrong implements WebhookClient {
    private final WebhookClient client;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    Wrong(WebhookClient client) {
      this.client = client;
    }

    @Override
    public Reply post(Notification told, Instant time, String signature) {
      if (new String(told.body(), UTF_8).contains(WORD)) {
        return new Reply.Answered(204, null);
      }
      String id = sent.add(told.id()) ? told.id() : "wdel-" + UUID.randomUUID();
      return client.post(new Notification(told.webhook(), id, told.body()), time, signature);
    }
  }
}
