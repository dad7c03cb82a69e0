/** The topics: their names, their shape, and the settings that the promises rest on. */
@NullMarked
package io.stream0.protocol.topic;

import org.jspecify.annotations.NullMarked;
