/** What an operator can set. */
@NullMarked
package io.stream0.api.settings;

import org.jspecify.annotations.NullMarked;
