/** Wiring: which topic flows through which stage into which store and on to which topic. */
@NullMarked
package io.stream0.processor.topology;

import org.jspecify.annotations.NullMarked;
