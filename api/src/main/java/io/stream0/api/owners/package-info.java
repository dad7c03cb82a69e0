/** Who holds which partition, and what is asked of them: the ports over HTTP/2. */
@NullMarked
package io.stream0.api.owners;

import org.jspecify.annotations.NullMarked;
