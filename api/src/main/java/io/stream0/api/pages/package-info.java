/** The pages for people: the front page, the monitor and the console. */
@NullMarked
package io.stream0.api.pages;

import org.jspecify.annotations.NullMarked;
