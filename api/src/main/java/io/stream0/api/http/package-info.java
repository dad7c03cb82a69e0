/** What all calls share: bodies, parameters, cursors. */
@NullMarked
package io.stream0.api.http;

import org.jspecify.annotations.NullMarked;
