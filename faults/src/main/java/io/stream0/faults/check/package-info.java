/**
 * Proves a history right or names what is wrong with it. Pure code: it sees calls and answers, and
 * knows nothing of how a server works.
 *
 * <p>A call took effect at some moment between its start and its end. So "before" is only what had
 * ended when the other one started; of calls that overlap, either order is right.
 */
@NullMarked
package io.stream0.faults.check;

import org.jspecify.annotations.NullMarked;
