package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Who meets Stream0 for the first time, in a browser. */
@ExtendWith(Site.class)
@Timeout(120)
class NewcomerIT {
  private static final String CLOCK = "\\d\\d:\\d\\d:\\d\\d ";

  @Test
  void fromTheFrontPageToAConversationInTheMonitor(Server server, Page page) {
    page.open("/").press("#credentials", "Get a fresh key");
    page.click("#credentials [aria-pressed]");
    String key = page.see("#key", "s0key-").see("#key").getText();
    assertThat(key).matches("s0key-[0-9a-v]{52}");
    page.see("#credentials", server.url());

    for (int command = 1; command <= 3; command++) {
      String item = "#commands li:nth-child(" + command + ")";
      page.see(item + " pre", "curl", server.url(), key);
      page.press(item, "Run it");
      page.see(item + " .reply", command == 3 ? "200" : "201");
    }
    page.see("#commands li:nth-child(1) .reply", "\"id\": \"my-agent\"", "agent_token");
    page.see("#commands li:nth-child(3) .reply", "\"messages\": []");
    assertThat(server.api(key).get("/agents/other-agent/inbox?peek=true").path("messages"))
        .hasSize(1);

    page.press("Play the conversation").see(".script .outcome", "Done.");
    page.waitFor("#monitor .said", 5);
    List<String> lines = page.texts("#monitor .said");
    assertThat(lines.get(0))
        .matches(
            CLOCK + "\\[REQUEST] my-agent → other-agent: \\{\"instruction\":\"review this PR\"}");
    assertThat(lines.get(1)).matches(CLOCK + "\\[REQUEST] orchestrator → reviewer: .*");
    assertThat(lines.get(2))
        .matches(CLOCK + "\\[QUESTION] reviewer → orchestrator: \"Line 42 — intentional\\?\"");
    assertThat(lines.get(3)).matches(CLOCK + "\\[ANSWER] orchestrator → reviewer: .*");
    assertThat(lines.get(4)).matches(CLOCK + "\\[DONE] reviewer → orchestrator: .*");
    page.waitFor(".cells .on", 5);

    page.press("See the thread").see(".standing", "Done, by reviewer");
    page.waitFor(".bubble", 4).waitFor(".bubble .read.acked", 4);
    assertThat(page.path()).startsWith("/console/threads/review-").doesNotContain(key);
  }

  /** What it shows stays after a reload, and nothing that was said in between is missing. */
  @Test
  void aReloadedMonitorGoesOnWhereItWas(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("a");
    page.openWith(api.key(), "/console/monitor").see(".pill.live");
    api.send("a", "t-1", "b", "request", "one");
    page.waitFor(".said", 1);
    page.open("/skill.md");
    api.send("a", "t-1", "b", "question", "two");
    api.send("a", "t-2", "b", "message", "three");
    page.open("/console/monitor").waitFor(".said", 3);
    page.reload().see(".pill.live");
    api.send("a", "t-2", "b", "message", "four");
    page.waitFor(".said", 4);
    assertThat(page.texts(".said .words"))
        .containsExactlyInAnyOrder("\"one\"", "\"two\"", "\"three\"", "\"four\"");
  }

  @Test
  void theMonitorIsFilteredPausedAndResumedAndItsUrlSaysHow(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("a");
    api.register("c");
    page.openWith(api.key(), "/console/monitor").see(".pill.live");
    api.send("a", "t-1", "b", "request", "one");
    api.send("c", "t-2", "b", "question", "two");
    page.waitFor(".said", 2);

    page.press("Pause").see(".pill", "paused");
    api.send("a", "t-1", "b", "answer", "three");
    page.see(".pill", "paused, 1 waiting").waitFor(".said", 2);
    page.press("Resume").waitFor(".said", 3);

    page.type("input[type=search]", "a").waitFor(".said", 2);
    page.click(".chip.answer");
    page.waitFor(".said", 1);
    assertThat(page.path()).isEqualTo("/console/monitor?agent=a&type=answer");
    page.reload().waitFor(".said", 1).see(".pill.live");
    api.send("c", "t-2", "b", "answer", "not to a");
    api.send("a", "t-1", "b", "question", "no answer");
    api.send("a", "t-1", "b", "answer", "four");
    page.waitFor(".said", 2);
    assertThat(page.texts(".said .words")).containsExactly("\"three\"", "\"four\"");
  }

  @Test
  void aKeyboardIsEnough(Server server, Page page) {
    Api api = server.api("").signUp();
    page.openWith(api.key(), "/");
    page.see("#play");
    page.see("body").sendKeys(Keys.TAB);
    assertThat(page.driver().switchTo().activeElement().getText()).isEqualTo("To the page");
    page.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    for (int tabs = 0; !focused(page).startsWith("Run it: Register"); tabs++) {
      assertThat(tabs).as("tabs to the first command").isLessThan(12);
      page.driver().switchTo().activeElement().sendKeys(Keys.TAB);
    }
    page.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    page.see("#commands li:nth-child(1) .reply", "201");
    assertThat(api.get("/agents/my-agent").path("id").stringValue("")).isEqualTo("my-agent");
  }

  private static String focused(Page page) {
    String label = page.driver().switchTo().activeElement().getDomAttribute("aria-label");
    return label == null ? "" : label;
  }
}
