/** Whether an application of Kafka Streams is ready. */
@NullMarked
package io.stream0.streams.health;

import org.jspecify.annotations.NullMarked;
