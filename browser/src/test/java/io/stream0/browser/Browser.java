package io.stream0.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. */
final class Browser implements AutoCloseable {
  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static Browser start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").toString());
    options.addArguments(
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--lang=en-GB");
    if ("root".equals(System.getProperty("user.name"))) {
      // Its sandbox does not run as root; it only ever sees a server of ours.
      options.addArguments("--no-sandbox");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    // A page that does not come at all is no page that takes its time.
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
    return new Browser(driver);
  }

  private static Path program(String name) {
    Path debian = Path.of("/usr/bin", name);
    return Files.isExecutable(debian) ? debian : Path.of("/usr/local/bin", name);
  }

  /** A tab with nothing kept from the one before, which is closed. */
  Page freshTab(String url) {
    Set<String> before = driver.getWindowHandles();
    driver.switchTo().newWindow(WindowType.TAB);
    String fresh = driver.getWindowHandle();
    for (String old : before) {
      driver.switchTo().window(old).close();
    }
    driver.switchTo().window(fresh);

    return new Page(driver, url).sized(1280, 900).lit(false);
  }

  /** Leaves what was to be seen and heard when a test failed. */
  void tellState(String test) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "failed"));
      Path file = folder.resolve(test.replaceAll("\\W+", "-"));
      Object shot =
          driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png")).get("data");
      Files.write(
          file.resolveSibling(file.getFileName() + ".png"),
          Base64.getDecoder().decode(String.valueOf(shot)));
      Files.writeString(
          file.resolveSibling(file.getFileName() + ".txt"),
          driver.getCurrentUrl()
              + "\n"
              + String.join(
                  "\n",
                  driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                      .map(Object::toString)
                      .toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
