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
 * Two bugs of a webhook worker. An attempt is recorded before it is made: one that would be made
 * only then is held for good, as by a crash in between. And a repeat is sent under an id of its
 * own.
 */
@Configuration(proxyBeanMethods = false)
@Import(StandaloneConfiguration.class)
class WrongWorker {
  /** In the content of the message whose attempt is held. */
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
