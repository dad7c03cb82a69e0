/** Messages: send, read, acknowledge, and the history of threads. */
@NullMarked
package io.stream0.api.messages;

import org.jspecify.annotations.NullMarked;
