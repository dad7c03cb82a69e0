/**
 * What there is to tell and what became of it: facts from {@code inbox} and from {@code
 * deliveries}, and hints at what is due when. Imports neither Kafka nor Spring.
 */
@NullMarked
package io.stream0.webhook.delivery;

import org.jspecify.annotations.NullMarked;
