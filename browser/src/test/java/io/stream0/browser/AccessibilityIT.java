package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/**
 * axe, on every view, by day and dark; nothing stands out at the side of a phone, the focus is
 * seen, and what moves comes to rest.
 */
@ExtendWith(Site.class)
@Timeout(180)
class AccessibilityIT {
  @Test
  void axeFindsNothingSerious(Server server, Page page) throws Exception {
    try (Endpoint endpoint = Endpoint.answering(500)) {
      Api api = server.api("").signUp();
      page.openWith(api.key(), "/console/monitor").see(".pill.live");
      Views.fill(api, endpoint.url());
      page.waitFor(".said", 8);
      for (Views.View view : Views.ALL) {
        page.open(view.path()).see(view.ready());
        assertThat(serious(page, new AxeBuilder())).as(view.name()).isEmpty();
        // Dark, it is the same page in other colours.
        page.lit(true);
        assertThat(serious(page, new AxeBuilder().withOnlyRules(List.of("color-contrast"))))
            .as("%s, dark", view.name())
            .isEmpty();
        page.lit(false).sized(375, 800);
        assertThat(page.isTooWide()).as("%s stands out at 375 px", view.name()).isFalse();
        page.sized(1280, 900);
      }
      // States that are not in a filled tenant.
      page.open("/console/agents/nobody").see(".state.failure");
      assertThat(serious(page, new AxeBuilder())).isEmpty();
      page.openWith("atok-nonsense", "/console/agents").see(".gate .card");
      assertThat(serious(page, new AxeBuilder())).isEmpty();
    }
  }

  /** Longer than five seconds (WCAG 2.2.2) moves only the bar of what is being loaded. */
  @Test
  void whatMovesComesToRest(Page page) {
    String longMoving =
        """
        const found = [];
        const look = (rules) => {
          for (const rule of rules) {
            if (rule.cssRules) look(rule.cssRules);
            const { animationIterationCount: count, animationDuration: duration } = rule.style ?? {};
            const seconds = parseFloat(duration) / (duration?.endsWith("ms") ? 1000 : 1);
            if (count === "infinite" || parseFloat(count) * seconds > 5)
              found.push(rule.selectorText);
          }
        };
        for (const sheet of document.styleSheets) look(sheet.cssRules);
        return found;
        """;
    for (String path : List.of("/", "/console/keys")) {
      assertThat(page.open(path).script(longMoving)).as(path).isEqualTo(List.of(".bars::after"));
    }
  }

  /** A line is cut off at its edges: what is drawn outside of it nobody sees. */
  @Test
  void theLineOfTheMonitorThatHasTheFocusShowsIt(Server server, Page page) {
    Api api = server.api("").signUp();
    page.openWith(api.key(), "/console/monitor").see(".pill.live");
    api.register("a");
    api.send("a", "t", "b", "message", "hello");
    page.see(".said a");
    page.driver().switchTo().activeElement().sendKeys(Keys.TAB);
    Object outside =
        page.script(
            """
            const line = document.querySelector(".said a");
            line.focus();
            const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(line);
            return outlineStyle === "solid" ? parseFloat(outlineWidth) + parseFloat(outlineOffset) : Infinity;
            """);
    assertThat(((Number) Objects.requireNonNull(outside)).doubleValue()).isLessThanOrEqualTo(0);
  }

  private static List<String> serious(Page page, AxeBuilder axe) {
    return axe.analyze(page.driver()).getViolations().stream()
        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .map(AccessibilityIT::told)
        .toList();
  }

  private static String told(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream()
            .map(node -> node.getHtml() + " " + node.getFailureSummary())
            .toList();
  }
}
