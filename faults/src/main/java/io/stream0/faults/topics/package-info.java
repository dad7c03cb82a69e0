/**
 * Looks at the Kafka cluster as anybody may: what is on the topics, and whether the brokers have
 * all copies.
 */
@NullMarked
package io.stream0.faults.topics;

import org.jspecify.annotations.NullMarked;
