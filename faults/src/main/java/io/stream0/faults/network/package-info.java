/**
 * A network that can be cut: a relay on every way from one process to another, each of which can be
 * blocked by itself, in one direction or both.
 */
@NullMarked
package io.stream0.faults.network;

import org.jspecify.annotations.NullMarked;
