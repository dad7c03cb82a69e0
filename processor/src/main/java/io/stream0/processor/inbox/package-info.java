/** The inbox stage: what an inbox takes, which acknowledgement wins, and reading it. */
@NullMarked
package io.stream0.processor.inbox;

import org.jspecify.annotations.NullMarked;
