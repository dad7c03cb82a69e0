package io.stream0.answering;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.AnswerCodec;
import java.util.function.Supplier;

/** Answers what a service is asked at its door, in the service's own language. */
@FunctionalInterface
public interface Answerer {
  /**
   * An ask that is understood.
   *
   * @param id names it among all asks, so that the asker can call it off
   * @param lasts whether it may take so long that little should be kept for it
   * @param answer to be run once, in a thread of its own, which is interrupted when nobody waits
   *     any more. It throws {@link NotHeldException} if the partition is not held here, {@link
   *     UnansweredException} if there is no answer in time
   */
  record Asked(String id, boolean lasts, Supplier<AnswerCodec.Encoded> answer) {}

  /**
   * @throws InvalidValueException if these bytes are no ask
   */
  Asked read(byte[] ask);
}
