/** One attempt: what is sent, how it is signed, what the answer means, and when the next is due. */
@NullMarked
package io.stream0.webhook.attempt;

import org.jspecify.annotations.NullMarked;
