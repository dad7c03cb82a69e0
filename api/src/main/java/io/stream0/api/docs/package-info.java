/** The HTTP contract, for programs (OpenAPI 3.1) and for people (a page). */
@NullMarked
package io.stream0.api.docs;

import org.jspecify.annotations.NullMarked;
