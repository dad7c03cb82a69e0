/**
 * Fault injection: uses a running all-in-one, kills it while it works, and proves from what it
 * answered that it kept its promises.
 */
@NullMarked
package io.stream0.faults;

import org.jspecify.annotations.NullMarked;
