/**
 * What api asks of whoever holds an inbox or a thread. The processor answers it; in one process by
 * a call, between services over HTTP.
 */
@NullMarked
package io.stream0.protocol.query;

import org.jspecify.annotations.NullMarked;
