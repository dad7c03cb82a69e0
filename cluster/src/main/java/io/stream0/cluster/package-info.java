/** For developers: a cluster as processes of this machine. */
@NullMarked
package io.stream0.cluster;

import org.jspecify.annotations.NullMarked;
