package io.stream0.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.springframework.boot.loader.launch.LaunchedClassLoader;

/**
 * Spring Boot's class loader of a jar of jars, but for how it finds a class: it knows which jars
 * have its package, instead of asking one after the other of them. With more than a hundred jars
 * and ten thousand classes that asking is near a third of the work of a start.
 *
 * <p>What is found is the same: the jars have the same order, and a jar of several releases (JEP
 * 238) gives the class of the running one.
 */
final class LibrariesClassLoader extends LaunchedClassLoader {
  private static final String CLASS = ".class";
  private static final String VERSIONS = "META-INF/versions/";

  static {
    ClassLoader.registerAsParallelCapable();
  }

  /** Those that have a package, in their order; its name is a path, without a slash at its end. */
  private final Map<String, List<Library>> byPackage = new HashMap<>();

  private final List<Library> libraries = new ArrayList<>();

  /** A jar, and what its classes are said to come from. */
  private record Library(JarFile jar, CodeSource source) {}

  /**
   * @param urls of jars, as {@code jar:} has them, opened by Boot's handler of such URLs
   * @throws IOException if one cannot be read
   */
  LibrariesClassLoader(URL[] urls, ClassLoader parent) throws IOException {
    super(false, urls, parent);
    for (URL url : urls) {
      JarURLConnection connection = (JarURLConnection) url.openConnection();
      // One of its own: whoever shares one may close it.
      connection.setUseCaches(false);
      Library library =
          new Library(connection.getJarFile(), new CodeSource(url, (Certificate[]) null));
      libraries.add(library);
      library.jar().stream().forEach(entry -> index(entry.getName(), library));
    }
  }

  private void index(String entry, Library library) {
    if (!entry.endsWith(CLASS)) {
      return;
    }
    int from = 0;
    if (entry.startsWith(VERSIONS)) {
      from = entry.indexOf('/', VERSIONS.length()) + 1;
    }
    int to = entry.lastIndexOf('/');
    List<Library> having =
        byPackage.computeIfAbsent(
            to < from ? "" : entry.substring(from, to), name -> new ArrayList<>(1));
    if (having.isEmpty() || !having.getLast().jar().equals(library.jar())) {
      having.add(library);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/');
    int end = path.lastIndexOf('/');
    for (Library library :
        byPackage.getOrDefault(end < 0 ? "" : path.substring(0, end), List.of())) {
      JarEntry entry = library.jar().getJarEntry(path + CLASS);
      if (entry != null) {
        return define(name, library, entry);
      }
    }
    throw new ClassNotFoundException(name);
  }

  private Class<?> define(String name, Library library, JarEntry entry)
      throws ClassNotFoundException {
    try (InputStream in = library.jar().getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, library.source());
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      for (Library library : libraries) {
        library.jar().close();
      }
    }
  }
}
