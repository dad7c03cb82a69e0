/** Where requests of our own may go, so that no webhook leads into the network that we are in. */
@NullMarked
package io.stream0.egress;

import org.jspecify.annotations.NullMarked;
