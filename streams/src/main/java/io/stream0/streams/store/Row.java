package io.stream0.streams.store;

/** One row of a store. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to and from a store; never compared
public record Row(byte[] key, byte[] value) {}
