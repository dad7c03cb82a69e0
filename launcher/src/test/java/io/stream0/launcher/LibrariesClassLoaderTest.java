package io.stream0.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.net.protocol.Handlers;

class LibrariesClassLoaderTest {
  @TempDir private Path folder;
  private LibrariesClassLoader loader;

  @BeforeAll
  static void useTheHandlersOfBoot() {
    Handlers.register();
  }

  /** Two jars that share a package; the second one is of several releases. */
  @BeforeEach
  void makeJars() throws IOException {
    byte[] first = compiled("first", "A");
    URL one = jar("one", Map.of("x/A.class", first, "x/y/Deep.class", compiled("deep", "y.Deep")));
    URL two =
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
    loader = new LibrariesClassLoader(new URL[] {one, two}, getClass().getClassLoader());
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

  private URL jar(String name, Map<String, byte[]> entries) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MULTI_RELEASE, "true");
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "version of " + name);
    Path file = folder.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return URI.create("jar:" + file.toUri() + "!/").toURL();
  }

  private String said(String name) throws ReflectiveOperationException {
    return loader.loadClass(name).getDeclaredConstructor().newInstance().toString();
  }

  @Test
  void theFirstJarThatHasAClassGivesIt() throws ReflectiveOperationException {
    assertEquals("first", said("x.A"));
    assertEquals("deep", said("x.y.Deep"));
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
  void aClassKnowsItsJar() throws ReflectiveOperationException {
    Class<?> found = loader.loadClass("x.B");

    assertSame(loader, found.getClassLoader());
    assertEquals(
        folder.resolve("two.jar").toUri(),
        URI.create(
            found
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .replaceFirst("!/$", "")));
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
