/** What every implementation of the query port must do. */
@NullMarked
package io.stream0.standalone.queries;

import org.jspecify.annotations.NullMarked;
