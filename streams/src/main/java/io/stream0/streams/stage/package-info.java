/** What every stage does: decode, fold, put, forward, say how far it is. */
@NullMarked
package io.stream0.streams.stage;

import org.jspecify.annotations.NullMarked;
