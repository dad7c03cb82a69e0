/** How a question, its answer, and what a service holds travel between two services. */
@NullMarked
package io.stream0.protocol.wire;

import org.jspecify.annotations.NullMarked;
