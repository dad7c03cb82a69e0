/** How a query, its answer, and what a processor holds travel between two services. */
@NullMarked
package io.stream0.protocol.wire;

import org.jspecify.annotations.NullMarked;
