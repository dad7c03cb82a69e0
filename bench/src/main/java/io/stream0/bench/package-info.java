/**
 * Measures a running all-in-one from outside, over HTTP, and writes down what it took.
 *
 * <p>Every load is a closed loop: a connection sends its next request when the last one is
 * answered. So latencies are those that so many clients see, not those of a given arrival rate.
 */
@NullMarked
package io.stream0.bench;

import org.jspecify.annotations.NullMarked;
