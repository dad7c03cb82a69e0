/** What sweeps of all stores have in common. */
@NullMarked
package io.stream0.streams.sweep;

import org.jspecify.annotations.NullMarked;
