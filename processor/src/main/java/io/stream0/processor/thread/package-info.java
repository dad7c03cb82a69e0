/** The thread stage: conversations in the order of the log of {@code threads}. */
@NullMarked
package io.stream0.processor.thread;

import org.jspecify.annotations.NullMarked;
