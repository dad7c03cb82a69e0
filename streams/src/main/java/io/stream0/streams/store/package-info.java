/** Ordered rows of bytes: what the folds read and write, be it RocksDB or a map in a test. */
@NullMarked
package io.stream0.streams.store;

import org.jspecify.annotations.NullMarked;
