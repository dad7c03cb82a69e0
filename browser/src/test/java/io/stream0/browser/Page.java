package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** A tab, and what a person does and sees in it. What is looked for is waited for. */
final class Page {
  private final ChromeDriver driver;
  private final String url;

  Page(ChromeDriver driver, String url) {
    this.driver = driver;
    this.url = url;
  }

  /** The same tab, for another server. */
  Page at(Server server) {
    return new Page(driver, server.url());
  }

  ChromeDriver driver() {
    return driver;
  }

  Page sized(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  /** By day, or dark; without what moves, so that nothing is looked at half-way. */
  Page lit(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    return this;
  }

  Page open(String path) {
    driver.get(url + path);
    return this;
  }

  /** Opens it as someone who gave this key in this tab before. */
  Page openWith(String key, String path) {
    if (!driver.getCurrentUrl().startsWith(url)) {
      open("/skill.md");
    }
    script("sessionStorage.setItem('stream0.key', arguments[0])", key);
    return open(path);
  }

  Page reload() {
    driver.navigate().refresh();
    return this;
  }

  String path() {
    return driver.getCurrentUrl().substring(url.length());
  }

  /** The one that is shown there. */
  WebElement see(String css) {
    return Objects.requireNonNull(
        waiting()
            .until(
                () ->
                    driver.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null),
                Objects::nonNull));
  }

  /** Waits until what is shown there has these words, all of them. */
  Page see(String css, String... words) {
    waiting().untilAsserted(() -> assertThat(see(css).getText()).contains(words));
    return this;
  }

  /** What each of them shows, all at one moment. */
  List<String> texts(String css) {
    Object texts =
        script(
            "return [...document.querySelectorAll(arguments[0])].map(found =>"
                + " found.innerText.trim())",
            css);
    return ((List<?>) Objects.requireNonNull(texts)).stream().map(String::valueOf).toList();
  }

  Page waitFor(String css, int count) {
    waiting().untilAsserted(() -> assertThat(texts(css)).hasSize(count));
    return this;
  }

  Page gone(String css) {
    waiting()
        .until(
            () ->
                driver.findElements(By.cssSelector(css)).stream()
                    .noneMatch(WebElement::isDisplayed));
    return this;
  }

  /** Presses the button or follows the link of this name, the first within. */
  Page press(String within, String name) {
    waiting()
        .until(
            () -> {
              WebElement found =
                  see(within)
                      .findElement(
                          By.xpath(
                              ".//*[self::button or self::a or self::summary or self::label][normalize-space()='%s']"
                                  .formatted(name)));
              click(found);
              return true;
            });
    return this;
  }

  Page click(String css) {
    waiting()
        .until(
            () -> {
              click(see(css));
              return true;
            });
    return this;
  }

  /** Out from under the bar that stays at the top, which the driver does not see. */
  private void click(WebElement element) {
    script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
    element.click();
  }

  Page press(String name) {
    return press("body", name);
  }

  Page type(String css, String text) {
    WebElement field = see(css);
    field.clear();
    field.sendKeys(text);
    return this;
  }

  String value(String css) {
    return String.valueOf(see(css).getDomProperty("value"));
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Whether something stands out of the page at its side. */
  boolean isTooWide() {
    return Boolean.TRUE.equals(script("return document.documentElement.scrollWidth > innerWidth"));
  }

  static ConditionFactory waiting() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsMatching(
            e ->
                e instanceof NoSuchElementException
                    || e instanceof StaleElementReferenceException
                    || e instanceof ElementNotInteractableException);
  }
}
