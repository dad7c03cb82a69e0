/** The worker as an application of Kafka Streams. */
@NullMarked
package io.stream0.webhook.topology;

import org.jspecify.annotations.NullMarked;
