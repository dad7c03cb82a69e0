/** Who is calling: a tenant by its API key. */
@NullMarked
package io.stream0.api.caller;

import org.jspecify.annotations.NullMarked;
