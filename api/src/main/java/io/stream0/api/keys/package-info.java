/** API keys that are issued over HTTP: made, listed, named, rotated, revoked. */
@NullMarked
package io.stream0.api.keys;

import org.jspecify.annotations.NullMarked;
