package io.stream0.standalone.queries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;

/** Self-signed certificates, made by the JDK's keytool, and SSL bundles of them as settings. */
final class Certificates {
  private static final String PASSWORD = "of-a-test";
  private static final String ALIAS = "own";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /**
   * A key and a certificate of it.
   *
   * @param host what it is for, as a certificate names it: {@code ip:127.0.0.1}
   */
  void create(String name, String host) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + host,
                "-storetype",
                "PKCS12",
                "-keystore",
                keys(name).toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
  }

  /** The settings of a bundle that shows one certificate, or none, and trusts others. */
  String[] bundle(String bundle, String shown, String... trusted)
      throws IOException, GeneralSecurityException {
    String at = "--spring.ssl.bundle.jks." + bundle;
    Stream<String> key =
        shown.isEmpty()
            ? Stream.of()
            : Stream.of(
                at + ".keystore.location=file:" + keys(shown),
                at + ".keystore.password=" + PASSWORD);
    return Stream.concat(
            key,
            Stream.of(
                at + ".truststore.location=file:" + trust(bundle, List.of(trusted)),
                at + ".truststore.password=" + PASSWORD))
        .toArray(String[]::new);
  }

  private Path keys(String name) {
    return folder.resolve(name + ".p12");
  }

  private Path trust(String bundle, List<String> trusted)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    for (String name : trusted) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keys(name))) {
        keys.load(in, PASSWORD.toCharArray());
      }
      trust.setCertificateEntry(name, keys.getCertificate(ALIAS));
    }
    Path file = Files.createTempFile(folder, bundle + "-trusts-", ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
