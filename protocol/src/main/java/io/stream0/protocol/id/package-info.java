/** A type per identifier. A value of one of these types is valid: its constructor is the check. */
@NullMarked
package io.stream0.protocol.id;

import org.jspecify.annotations.NullMarked;
