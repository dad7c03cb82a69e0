/** The processor's door: queries of other services, over HTTP/2, authenticated and bounded. */
@NullMarked
package io.stream0.processor.answering;

import org.jspecify.annotations.NullMarked;
