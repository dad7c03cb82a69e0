/**
 * What every service does with the Kafka cluster itself: create and check its topics, look up where
 * a partition ends, and hold the settings that the promises rest on.
 */
@NullMarked
package io.stream0.kafka;

import org.jspecify.annotations.NullMarked;
