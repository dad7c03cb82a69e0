package io.stream0.answering;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Keeps little for each request that waits, where thousands do: Tomcat holds the buffers of an
 * answer from when its request begins. What does not fit goes out as it is written.
 */
public final class SmallBuffersProtocol extends Http11NioProtocol {
  private static final int ANSWER_BYTES = 1024;

  /** Of an answer, in bytes; as many characters are kept beside. */
  @Override
  public int getDesiredBufferSize() {
    return ANSWER_BYTES;
  }
}
