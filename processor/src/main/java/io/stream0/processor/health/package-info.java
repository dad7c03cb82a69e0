/** What an operator sees of a processor: whether it is ready, what is not, and its meters. */
@NullMarked
package io.stream0.processor.health;

import org.jspecify.annotations.NullMarked;
