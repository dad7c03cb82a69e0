/** What became of telling webhooks, and trying again. */
@NullMarked
package io.stream0.api.webhooks;

import org.jspecify.annotations.NullMarked;
