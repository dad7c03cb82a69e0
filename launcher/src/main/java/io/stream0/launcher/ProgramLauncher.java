package io.stream0.launcher;

import java.net.URL;
import java.util.Collection;
import org.springframework.boot.loader.launch.JarLauncher;

/**
 * Spring Boot's launcher of a jar of jars, with a class loader that knows which of them has a
 * package.
 */
public final class ProgramLauncher extends JarLauncher {
  private ProgramLauncher() throws Exception {}

  public static void main(String[] args) throws Exception {
    new ProgramLauncher().launch(args);
  }

  @Override
  protected ClassLoader createClassLoader(Collection<URL> urls) throws Exception {
    if (isExploded()) {
      return super.createClassLoader(urls);
    }
    return new LibrariesClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader());
  }
}
