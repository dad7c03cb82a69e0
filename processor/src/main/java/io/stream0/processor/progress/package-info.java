/** How far the folds are, what has changed, and waiting for either. */
@NullMarked
package io.stream0.processor.progress;

import org.jspecify.annotations.NullMarked;
