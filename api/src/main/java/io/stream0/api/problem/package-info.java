/** Errors: one table, one form, one place that translates. */
@NullMarked
package io.stream0.api.problem;

import org.jspecify.annotations.NullMarked;
