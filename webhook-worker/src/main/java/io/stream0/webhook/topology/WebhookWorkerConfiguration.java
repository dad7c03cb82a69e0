package io.stream0.webhook.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.directory.Directory;
import io.stream0.egress.AllowedAddresses;
import io.stream0.egress.EgressConfiguration;
import io.stream0.egress.HostLookup;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.KafkaClients;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.progress.TrackedClients;
import io.stream0.streams.settings.OwnAddress;
import io.stream0.streams.settings.StreamsSettings;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.PublishMeters;
import io.stream0.telemetry.QueryMeters;
import io.stream0.telemetry.TimedWebhooks;
import io.stream0.telemetry.Traces;
import io.stream0.webhook.attempt.AttemptMeters;
import io.stream0.webhook.attempt.Attempts;
import io.stream0.webhook.attempt.GuardedResolver;
import io.stream0.webhook.attempt.HttpWebhookClient;
import io.stream0.webhook.attempt.TestEvents;
import io.stream0.webhook.attempt.WebhookClient;
import io.stream0.webhook.query.LocalWebhooks;
import io.stream0.webhook.query.PatientWebhooks;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/**
 * The webhook worker. Only what others ask is a bean: beside a processor in one process its parts
 * are its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
@Import(EgressConfiguration.class)
public class WebhookWorkerConfiguration {
  private static final int LINGER_MILLIS = 20;

  private final TopicSettings topics;
  private final WebhookProperties properties;
  private final Progress progress = new Progress();

  WebhookWorkerConfiguration(TopicSettings topics, WebhookProperties properties) {
    this.topics = topics;
    this.properties = properties;
  }

  @Bean
  HttpWebhookClient webhookClient(
      HostLookup lookup, AllowedAddresses allowed, @Value("${stream0.version}") String version) {
    return new HttpWebhookClient(
        new GuardedResolver(lookup, allowed),
        properties.timeout(),
        2 * properties.inFlight(),
        version);
  }

  @Bean
  WebhookWorker webhookWorker(
      KafkaClients clients,
      EndOffsets ends,
      Directory directory,
      WebhookClient client,
      MeterRegistry registry,
      Traces traces,
      ObjectProvider<OwnAddress> address,
      @Value("${stream0.secret:#{null}}") @Nullable String secretText) {
    Secret secret = new Secret(secretText);
    KafkaJournal journal =
        new KafkaJournal(
            new KafkaProducer<>(clients.producerSettings()),
            topics.names(),
            new PublishMeters(registry));
    Attempts attempts =
        new Attempts(
            client,
            new WebhookSecrets(secret),
            journal,
            properties.rules(),
            InstantSource.system(),
            RandomGenerator.getDefault(),
            new AttemptMeters(registry));
    DeadLetters deadLetters = new DeadLetters(KafkaJournal.SOURCE, topics.maxEntryBytes());
    deadLetters.countIn(registry, "webhook-worker");
    CountDownLatch stopping = new CountDownLatch(1);
    WebhookTopology flow =
        new WebhookTopology(
            topics,
            new WebhookTopology.Parts(
                topics.names(),
                topics.retention(),
                progress,
                deadLetters,
                directory,
                ends,
                attempts,
                new BacklogMeters(registry, directory, InstantSource.system()),
                new FoldMeters(registry),
                traces,
                InstantSource.system(),
                () ->
                    directory
                        .installation()
                        .filter(named -> named.secretFingerprint().equals(secret.fingerprint()))
                        .isPresent(),
                stopping));
    Map<String, Object> settings =
        new HashMap<>(
            StreamsSettings.of(
                clients.streamsSettings(),
                topics,
                properties.application(
                    topics.names().webhookApplication(), address.getIfAvailable())));
    // Nobody waits for the rows' copies, only a commit, which does not wait for company; the few
    // notices to inboxes come as much later.
    settings.put(StreamsConfig.PRODUCER_PREFIX + ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    return new WebhookWorker(
        () -> {
          Topology topology = new Topology();
          flow.addTo(topology);
          return new KafkaStreams(
              topology, new StreamsConfig(settings), new TrackedClients(progress));
        },
        new KafkaStreamsMicrometerListener(registry),
        progress,
        // A static member keeps its place for when it is back; any other hands over when it stops.
        properties.instanceId() == null,
        directory,
        stopping,
        attempts,
        journal);
  }

  @Bean
  Webhooks webhooks(
      EndOffsets ends,
      WebhookWorker worker,
      WebhookClient client,
      MeterRegistry registry,
      ObjectProvider<OwnAddress> address,
      @Value("${stream0.secret:#{null}}") @Nullable String secretText) {
    Webhooks here =
        new TimedWebhooks(
            new LocalWebhooks(
                topics,
                ends,
                progress,
                new StreamsWebhookRows(worker::running),
                new TestEvents(
                    client,
                    new WebhookSecrets(new Secret(secretText)),
                    properties.testLimits(),
                    InstantSource.system()),
                InstantSource.system()),
            new QueryMeters(registry, QueryMeters.Where.LOCAL));
    // Where others can ask, they go on at another worker; in one process there is none.
    return address.getIfAvailable() == null ? new PatientWebhooks(here, progress) : here;
  }
}
