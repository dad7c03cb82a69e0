/** The worker's door: what other services ask of it. */
@NullMarked
package io.stream0.webhook.answering;

import org.jspecify.annotations.NullMarked;
