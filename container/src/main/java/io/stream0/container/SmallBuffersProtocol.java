package io.stream0.container;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Keeps little for each request that waits: Tomcat holds the buffers of an answer and of a body's
 * trailers from when a request begins. What does not fit of an answer goes out as it is written.
 *
 * <p>Public with a constructor that takes nothing, as Tomcat makes it by its name.
 */
public final class SmallBuffersProtocol extends Http11NioProtocol {
  private static final int ANSWER_BYTES = 1024;

  /** Of the fields after a body in chunks (RFC 9112, 7.1.2), which nothing here reads. */
  private static final int TRAILER_BYTES = 512;

  public SmallBuffersProtocol() {
    setMaxTrailerSize(TRAILER_BYTES);
  }

  /** Of an answer, in bytes; as many characters are kept beside. */
  @Override
  public int getDesiredBufferSize() {
    return ANSWER_BYTES;
  }
}
