package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Debian's Chromium without a window, on a profile of its own: nothing of any page is cached when
 * it starts. What {@code noted.js} notes of a page begins before the page's own scripts do.
 */
final class Chromium implements Closeable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * @throws IOException if it is not installed here
   */
  static Chromium start() throws IOException {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").toString());
    options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage");
    if ("root".equals(System.getProperty("user.name"))) {
      // Its sandbox does not run as root; it only ever sees a server of ours.
      options.addArguments("--no-sandbox");
    }
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .build();
    Chromium chromium = new Chromium(new ChromeDriver(service, options));
    chromium.prepare();
    return chromium;
  }

  private static Path program(String name) throws IOException {
    return Stream.of("/usr/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException("no " + name + " (expected: see browser/set-up)"));
  }

  private void prepare() throws IOException {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 1280, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("noted.js"))) {
      driver.executeCdpCommand(
          "Page.addScriptToEvaluateOnNewDocument",
          Map.of("source", new String(script.readAllBytes(), UTF_8)));
    }
  }

  /** Returns when it is loaded. */
  void open(String url) {
    driver.get(url);
  }

  /** What this expression is in the page. */
  Object ask(String expression) {
    return Objects.requireNonNull(driver.executeScript("return " + expression));
  }

  double askNumber(String expression) {
    return ((Number) ask(expression)).doubleValue();
  }

  List<?> askList(String expression) {
    return (List<?>) ask(expression);
  }

  /**
   * Asks until the answer is that.
   *
   * @throws IOException if it was not for a minute
   */
  Object await(String expression, Predicate<Object> isThat)
      throws IOException, InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    Object answer = ask(expression);
    while (!isThat.test(answer)) {
      if (System.nanoTime() - limit > 0) {
        throw new IOException("in the page: %s is %s".formatted(expression, answer));
      }
      TimeUnit.MILLISECONDS.sleep(50);
      answer = ask(expression);
    }
    return answer;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
