/**
 * The end of the topic {@code threads}, followed once for all who watch: fanned out in memory,
 * caught up with by whoever resumes from further back, each entry told once.
 */
@NullMarked
package io.stream0.tail;

import org.jspecify.annotations.NullMarked;
