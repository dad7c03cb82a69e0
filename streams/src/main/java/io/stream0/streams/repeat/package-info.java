/** The one rule by which a send is the repeat of an earlier one. */
@NullMarked
package io.stream0.streams.repeat;

import org.jspecify.annotations.NullMarked;
