/**
 * What happened, as records on topics: each a CloudEvent (v1.0.2) in Kafka's binary mode, its data
 * JSON. The names of types and members are documented for those who tap the topics.
 */
@NullMarked
package io.stream0.protocol.event;

import org.jspecify.annotations.NullMarked;
