/** Who holds which partition, and queries to them: the query port over HTTP/2. */
@NullMarked
package io.stream0.api.owners;

import org.jspecify.annotations.NullMarked;
