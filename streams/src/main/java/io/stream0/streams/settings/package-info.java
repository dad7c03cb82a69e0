/** Kafka Streams as all of its applications here are run. */
@NullMarked
package io.stream0.streams.settings;

import org.jspecify.annotations.NullMarked;
