/**
 * Uses a running all-in-one from many threads, kills it and starts it again, and writes down every
 * call.
 */
@NullMarked
package io.stream0.faults.drive;

import org.jspecify.annotations.NullMarked;
