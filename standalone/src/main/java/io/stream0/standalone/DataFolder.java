package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.kafka.RefusedToStartException;
import io.stream0.protocol.query.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The folder that holds all state, of one process at a time. */
final class DataFolder implements AutoCloseable {
  /** A process that was killed may need a moment to be gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int SECRET_BYTES = 32;

  private final Path folder;
  private final FileChannel lock;

  private DataFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** The folder is another process's. */
  static final class InUseException extends RefusedToStartException {
    InUseException(Path folder, String process) {
      super(
          "data folder %s: in use by process %s (expected: one at a time; set STREAM0_DATA_DIR)"
              .formatted(folder, process));
    }
  }

  /**
   * Makes the folder if need be and keeps others out until closed.
   *
   * @throws InUseException if another process has it
   */
  static DataFolder open(Path folder) throws IOException, InterruptedException {
    Path absolute = folder.toAbsolutePath().normalize();
    Files.createDirectories(absolute);
    Path file = absolute.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Deadline deadline = Deadline.in(PATIENCE);
    while (tryLock(channel) == null) {
      if (deadline.hasPassed()) {
        channel.close();
        throw new InUseException(absolute, Files.readString(file).strip());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
    return new DataFolder(absolute, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return folder;
  }

  /** The broker's log. */
  Path log() {
    return folder.resolve("kafka");
  }

  /** RocksDB's files; lost, they are restored from the log. */
  Path state() {
    return folder.resolve("state");
  }

  /** The secret of this installation, made at the first start; only its owner may read it. */
  String secret() throws IOException {
    Path file = folder.resolve("secret");
    if (!Files.exists(file)) {
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      Path aside = ownersOnly(folder.resolve("secret.making"));
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(Base64.getUrlEncoder().withoutPadding().encode(random)));
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private static Path ownersOnly(Path file) throws IOException {
    Files.deleteIfExists(file);
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : Files.createFile(file);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
