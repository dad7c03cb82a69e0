/** What was asked of a server, what it answered, and when. */
@NullMarked
package io.stream0.faults.history;

import org.jspecify.annotations.NullMarked;
