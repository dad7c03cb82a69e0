/** Answers what is asked about webhooks. */
@NullMarked
package io.stream0.webhook.query;

import org.jspecify.annotations.NullMarked;
