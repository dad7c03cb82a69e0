package io.stream0.webhook.delivery;

import io.stream0.protocol.id.MessageId;

/** Which message is to be told to whom. */
record Delivery(Life life, MessageId id) {}
