/** Whether this server is well. */
@NullMarked
package io.stream0.api.health;

import org.jspecify.annotations.NullMarked;
