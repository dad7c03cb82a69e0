package io.stream0.processor.inbox;

/** Makes the fold of one owner of one partition, anew each time a task begins. */
public interface InboxFolds {
  InboxFold create();
}
