/**
 * What an operator sees of every service: the spans of a message's way, the meters of queries, and
 * how both leave the process.
 */
@NullMarked
package io.stream0.telemetry;

import org.jspecify.annotations.NullMarked;
