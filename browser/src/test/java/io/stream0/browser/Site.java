package io.stream0.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server and one browser for all tests. A test that takes a {@link Page} gets a tab that no
 * other had; each makes the tenant that it needs. Without a browser the tests that need one skip.
 */
final class Site implements BeforeAllCallback, ParameterResolver, AfterEachCallback {
  private static final Namespace SPACE = Namespace.create(Site.class);

  /** Both are closed when the last test has run. */
  private record Together(Server server, Browser browser) implements AutoCloseable {
    static Together start() {
      Browser browser = Browser.start();
      return new Together(Server.start(), browser);
    }

    @Override
    public void close() {
      browser.close();
      server.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    for (String program : new String[] {"chromium", "chromedriver"}) {
      Assumptions.assumeTrue(
          Stream.of("/usr/bin", "/usr/local/bin")
              .map(folder -> Path.of(folder, program))
              .anyMatch(Files::isExecutable),
          "not run: there is no " + program + " on this machine (see browser/set-up)");
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Server.class || type == Page.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Together together = together(context);
    return parameter.getParameter().getType() == Server.class
        ? together.server()
        : together.browser().freshTab(together.server().url());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    context
        .getExecutionException()
        .ifPresent(failure -> together(context).browser().tellState(context.getDisplayName()));
  }

  private static Together together(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(Together.class, key -> Together.start(), Together.class);
  }
}
