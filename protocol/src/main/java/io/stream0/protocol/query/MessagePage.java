package io.stream0.protocol.query;

import java.util.OptionalLong;

/**
 * A run of messages as they go out.
 *
 * @param messages JSON objects, a comma between two; UTF-8
 * @param count how many there are
 * @param next the position to ask the next page from; empty where there is no more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
public record MessagePage(byte[] messages, int count, OptionalLong next) {}
