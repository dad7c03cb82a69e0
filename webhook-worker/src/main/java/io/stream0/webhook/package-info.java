/** Tells webhooks of new messages: every one, however long it takes, and nobody held up. */
@NullMarked
package io.stream0.webhook;

import org.jspecify.annotations.NullMarked;
