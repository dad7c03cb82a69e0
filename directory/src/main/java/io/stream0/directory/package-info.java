/**
 * Who exists, and which API keys were issued: deterministic folds of the logs of {@code
 * registrations} and {@code credentials}, held in memory by every service that needs them, as
 * KRaft's brokers hold their metadata.
 */
@NullMarked
package io.stream0.directory;

import org.jspecify.annotations.NullMarked;
