/** Tomcat as the house's HTTP servers have it: it keeps little for each request that waits. */
@NullMarked
package io.stream0.container;

import org.jspecify.annotations.NullMarked;
