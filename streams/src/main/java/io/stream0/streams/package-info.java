/**
 * What the services that fold topics with Kafka Streams have in common: rows, stages, how far they
 * are, and the settings that the promises rest on.
 */
@NullMarked
package io.stream0.streams;

import org.jspecify.annotations.NullMarked;
