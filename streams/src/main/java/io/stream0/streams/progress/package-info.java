/** How far the folds of a process are, and waiting for it. */
@NullMarked
package io.stream0.streams.progress;

import org.jspecify.annotations.NullMarked;
