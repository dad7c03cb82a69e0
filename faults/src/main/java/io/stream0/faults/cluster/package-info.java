/**
 * A run on a cluster: agents use both api while processes are killed and paused, brokers are lost
 * and ways of the network are cut, two of that at once; at the end everything is restored from the
 * topics alone, read, and compared with them.
 */
@NullMarked
package io.stream0.faults.cluster;

import org.jspecify.annotations.NullMarked;
