/** Events onto their topics, acknowledged. */
@NullMarked
package io.stream0.api.publish;

import org.jspecify.annotations.NullMarked;
