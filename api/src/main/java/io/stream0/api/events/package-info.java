/** The stream of events: Server-Sent Events of what {@code threads} takes. */
@NullMarked
package io.stream0.api.events;

import org.jspecify.annotations.NullMarked;
