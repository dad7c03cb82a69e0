/** The pages in a real browser. */
@NullMarked
package io.stream0.browser;

import org.jspecify.annotations.NullMarked;
