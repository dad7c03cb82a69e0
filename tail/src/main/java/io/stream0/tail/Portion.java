package io.stream0.tail;

/**
 * How much one who is behind is given at once; it ends with whatever comes first.
 *
 * @param records that are read for it
 * @param events that are in it
 * @param bytes of these
 */
record Portion(int records, int events, long bytes) {
  static final Portion USUAL = new Portion(10_000, 500, 64L * 1024);

  boolean isFull(int recordsRead, int eventsTaken, long bytesTaken) {
    return recordsRead >= records || eventsTaken >= events || bytesTaken >= bytes;
  }
}
