/** The processor's door: queries of other services. */
@NullMarked
package io.stream0.processor.answering;

import org.jspecify.annotations.NullMarked;
