/**
 * Who exists: a deterministic fold of the log of {@code registrations}, held in memory by every
 * service that needs it, as KRaft's brokers hold their metadata.
 */
@NullMarked
package io.stream0.directory;

import org.jspecify.annotations.NullMarked;
