/**
 * What derives from an installation's secret, alike in every service, and keys that are made at
 * random.
 */
@NullMarked
package io.stream0.protocol.secret;

import org.jspecify.annotations.NullMarked;
