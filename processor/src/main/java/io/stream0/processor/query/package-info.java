/** Queries: what must have been folded first, evaluating, and waiting for a change. */
@NullMarked
package io.stream0.processor.query;

import org.jspecify.annotations.NullMarked;
