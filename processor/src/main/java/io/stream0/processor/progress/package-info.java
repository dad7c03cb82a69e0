/** What has changed, and waiting for it. */
@NullMarked
package io.stream0.processor.progress;

import org.jspecify.annotations.NullMarked;
