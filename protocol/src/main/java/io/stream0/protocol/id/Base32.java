package io.stream0.protocol.id;

import java.math.BigInteger;

/**
 * Bytes as one number in the digits {@code 0-9a-v} of RFC 4648 base32hex, in lower case and of one
 * length, so that texts sort as their bytes do.
 */
public final class Base32 {
  private static final int RADIX = 32;
  private static final int BITS_OF_A_DIGIT = 5;

  private Base32() {}

  public static String of(byte[] bytes) {
    String digits = new BigInteger(1, bytes).toString(RADIX);
    return "0".repeat(digits(bytes.length) - digits.length()) + digits;
  }

  /** How many digits that many bytes have. */
  public static int digits(int bytes) {
    return Math.ceilDiv(bytes * Byte.SIZE, BITS_OF_A_DIGIT);
  }
}
