/** Messages as they go out: kept as the JSON that readers get. */
@NullMarked
package io.stream0.processor.message;

import org.jspecify.annotations.NullMarked;
