package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** axe, on every view, by day and dark; and nothing stands out at the side of a phone. */
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
        comesToRest(page);
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
      page.open("/console/threads/review-131").see(".standing.turn .dot");
      comesToRest(page);
      // States that are not in a filled tenant.
      page.open("/console/agents/nobody").see(".state.failure");
      assertThat(serious(page, new AxeBuilder())).isEmpty();
      page.openWith("atok-nonsense", "/console/agents").see(".gate .card");
      assertThat(serious(page, new AxeBuilder())).isEmpty();
    }
  }

  /** What is shown may move, but not for ever: only what is still being loaded does. */
  private static void comesToRest(Page page) {
    String endless =
        "return document.getAnimations()"
            + ".filter(one => one.effect.getTiming().iterations === Infinity)"
            + ".map(one => one.animationName).join()";
    Page.waiting()
        .untilAsserted(() -> assertThat(page.script(endless)).as(page.path()).isEqualTo(""));
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
            return outlineStyle === "solid" ? parseFloat(outlineWidth) + parseFloat(outlineOffset) : "no outline";
            """);
    assertThat(outside).isEqualTo(0L);
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
