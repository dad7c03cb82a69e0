/** Which process holds which task of a Kafka Streams application. */
@NullMarked
package io.stream0.streams.assignment;

import org.jspecify.annotations.NullMarked;
