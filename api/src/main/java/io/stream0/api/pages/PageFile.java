package io.stream0.api.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** A file as it goes out, made once. */
final class PageFile {
  private static final int HASH_BYTES = 12;

  private final MediaType type;
  private final byte[] plain;
  private final byte @Nullable [] gzipped;
  private final String etag;

  PageFile(MediaType type, byte[] content) {
    this.type = type;
    this.plain = content;
    byte[] compressed = gzip(content);
    this.gzipped = compressed.length < content.length ? compressed : null;
    this.etag = etag(content);
  }

  MediaType type() {
    return type;
  }

  /** What tells it from any other content (RFC 9110); weak, since both forms have it. */
  String etag() {
    return etag;
  }

  byte[] plain() {
    return plain;
  }

  /** The same, compressed; null where that would not make it smaller. */
  byte @Nullable [] gzipped() {
    return gzipped;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return bytes.toByteArray();
  }

  private static String etag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "W/\"%s\""
          .formatted(
              Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(Arrays.copyOf(hash, HASH_BYTES)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
