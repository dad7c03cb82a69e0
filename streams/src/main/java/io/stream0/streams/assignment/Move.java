package io.stream0.streams.assignment;

import org.apache.kafka.streams.processor.TaskId;

/** A task that another process should have. */
record Move(TaskId task, Member from, Member to) {}
