package io.stream0.api.owners;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an api finds processors and webhook workers; {@code stream0-api-service.yaml} has the
 * defaults.
 *
 * @param processors {@code host:port} of one or more; they tell of the others
 * @param processorsSslBundle the SSL bundle to reach them with; null for clear text
 * @param webhookWorkers the same of webhook workers; none where there are none
 * @param webhookWorkersSslBundle the SSL bundle to reach them with; null for clear text
 */
@ConfigurationProperties("stream0")
record OwnersProperties(
    @DefaultValue List<String> processors,
    @Nullable String processorsSslBundle,
    @DefaultValue List<String> webhookWorkers,
    @Nullable String webhookWorkersSslBundle) {}
