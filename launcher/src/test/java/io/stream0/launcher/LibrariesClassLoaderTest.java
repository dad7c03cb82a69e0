package io.stream0.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.net.protocol.Handlers;
import org.springframework.boot.loader.net.protocol.jar.JarUrl;

class LibrariesClassLoaderTest {
  @TempDir private Path folder;
  private Path program;
  private LibrariesClassLoader loader;

  @BeforeAll
  static void useTheHandlersOfBoot() {
    Handlers.register();
  }

  /**
   * A program as Boot lays it out, in one jar: its classes, and two jars that share a package; the
   * second one is of several releases.
   */
  @BeforeEach
  void makeProgram() throws IOException {
    byte[] first = compiled("first", "A");
    byte[] one =
        jar("one", Map.of("x/A.class", first, "x/y/Deep.class", compiled("deep", "y.Deep")));
    byte[] two =
        jar(
            "two",
            Map.of(
                "x/A.class",
                compiled("second", "A"),
                "x/B.class",
                compiled("old", "B"),
                "META-INF/versions/9/x/B.class",
                compiled("new", "B"),
                "META-INF/versions/9/only/C.class",
                compiled("later", "C", "only"),
                "x/words.txt",
                "words".getBytes(StandardCharsets.UTF_8)));
    program = folder.resolve("program.jar");
    try (OutputStream out = Files.newOutputStream(program);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("BOOT-INF/classes/"));
      put(jar, "BOOT-INF/classes/p/Program.class", compiled("program", "Program", "p"));
      // As they are: Boot reads them where they stand.
      jar.setMethod(ZipEntry.STORED);
      put(jar, "BOOT-INF/lib/one.jar", one);
      put(jar, "BOOT-INF/lib/two.jar", two);
    }
    loader =
        new LibrariesClassLoader(
            new URL[] {
              inProgram("BOOT-INF/classes/"),
              inProgram("BOOT-INF/lib/one.jar"),
              inProgram("BOOT-INF/lib/two.jar")
            },
            getClass().getClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    JarEntry entry = new JarEntry(name);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    jar.putNextEntry(entry);
    jar.write(bytes);
  }

  /** What Boot's launcher calls it. */
  private URL inProgram(String name) throws IOException {
    return JarUrl.create(program.toFile(), name);
  }

  private byte[] compiled(String says, String name) throws IOException {
    return compiled(says, name.substring(name.indexOf('.') + 1), name.contains(".") ? "x.y" : "x");
  }

  private byte[] compiled(String says, String name, String in) throws IOException {
    Path sources = Files.createTempDirectory(folder, "sources");
    Path source = sources.resolve(name + ".java");
    Files.writeString(
        source,
        "package %s; public class %s { public String toString() { return \"%s\"; } }"
            .formatted(in, name, says));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", sources.toString(), source.toString());
    assertEquals(0, status);
    return Files.readAllBytes(sources.resolve(in.replace('.', '/')).resolve(name + ".class"));
  }

  private static byte[] jar(String name, Map<String, byte[]> entries) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MULTI_RELEASE, "true");
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "version of " + name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private String said(String name) throws ReflectiveOperationException {
    return loader.loadClass(name).getDeclaredConstructor().newInstance().toString();
  }

  @Test
  void theFirstJarThatHasAClassGivesIt() throws ReflectiveOperationException {
    assertEquals("first", said("x.A"));
    assertEquals("deep", said("x.y.Deep"));
    assertEquals("program", said("p.Program"));
  }

  @Test
  void aJarOfSeveralReleasesGivesTheClassOfTheRunningOne() throws ReflectiveOperationException {
    assertEquals("new", said("x.B"));
    assertEquals("later", said("only.C"));
  }

  @Test
  void whatNoJarHasIsNotFound() {
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("x.Nothing"));
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("nowhere.A"));
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("A"));
  }

  @Test
  void aClassKnowsItsJar() throws Exception {
    Class<?> found = loader.loadClass("x.B");

    assertSame(loader, found.getClassLoader());
    assertEquals(
        inProgram("BOOT-INF/lib/two.jar"),
        found.getProtectionDomain().getCodeSource().getLocation());
    assertEquals("version of two", found.getPackage().getImplementationVersion());
  }

  @Test
  void resourcesAreFoundToo() {
    assertNotNull(loader.getResource("x/words.txt"));
  }

  @Test
  void everyJarIsClosedWithIt() throws IOException {
    loader.close();

    assertThrows(IllegalStateException.class, () -> loader.loadClass("x.A"));
  }
}
