/** All of Stream0 in one process, with a real, persistent KRaft broker inside. */
@NullMarked
package io.stream0.standalone;

import org.jspecify.annotations.NullMarked;
