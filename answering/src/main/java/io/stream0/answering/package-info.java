/** The door of a service that others ask: over HTTP/2, authenticated and bounded. */
@NullMarked
package io.stream0.answering;

import org.jspecify.annotations.NullMarked;
