package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chromium.ChromiumNetworkConditions;

/** Whoever looks after agents. */
@ExtendWith(Site.class)
@Timeout(120)
class ConsoleIT {
  @Test
  void anInboxIsReadWithoutBeingSeenAndItsMessagesAreAcknowledged(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("worker", Map.of("description", "Does things"));
    api.send("worker", "t-1", "boss", "request", Map.of("number", 1));
    page.openWith(api.key(), "/console").see(".agent[href$='/worker']", "Does things", "1 unread");
    page.see(".agent[href$='/worker']", "never read").click(".agent[href$='/worker']");
    page.see("h1", "worker").see(".mail", "from boss", "\"number\": 1");
    page.press(".mail", "Acknowledge").see(".state", "Nothing waits here");
    page.press(".segments", "Acknowledged").see(".mail.acked", "from boss");
    assertThat(page.path()).isEqualTo("/console/agents/worker?status=acked");
    page.reload().see(".mail.acked", "from boss");
    assertThat(api.get("/agents/worker").path("last_seen").isNull()).isTrue();

    page.press(".segments", "Unread").see(".state", "Nothing waits here");
    api.send("worker", "t-1", "boss", "question", "and now?");
    page.see(".mail", "and now?");
  }

  @Test
  void aThreadShowsWhoseTurnItIsAndTakesAnAnswer(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("boss");
    api.register("worker");
    api.send("worker", "task 7", "boss", "request", "Build it");
    page.openWith(api.key(), "/console/threads/task%207").see("h1", "task 7");
    page.see(".standing", "worker has the request").waitFor(".bubble.left", 1);

    assertThat(page.value("#compose-from")).isEqualTo("worker");
    assertThat(page.value("#compose-to")).isEqualTo("boss");
    page.see("#compose-type").sendKeys("question");
    page.type("#compose-content", "For which platform? $$ $& $` $'").press("Send");
    page.see(".standing", "boss is asked").waitFor(".bubble.right", 1);
    assertThat(page.value("#compose-content")).isEmpty();

    api.send("worker", "task 7", "boss", "answer", "All");
    page.see(".standing", "worker has the answer");
    String number = "12345678901234567890.10";
    page.see("#compose-type").sendKeys("done");
    page.press("Send").waitFor(".bubble", 4).see(".standing", "Done, by worker");
    page.press(".compose .segments", "JSON");
    page.type("#compose-content", "{\"n\": " + number).see(".compose .note", "Not JSON yet");
    page.see("#compose-content").sendKeys("}");
    page.press("Send").see(".bubble:last-child", number);
  }

  /** Of a long one the end is shown, since it says whose turn it is. */
  @Test
  void ofALongThreadTheLastAreShownAndTheEarlierWhenTheyAreAskedFor(Server server, Page page)
      throws Exception {
    Api api = server.api("").signUp();
    api.register("boss");
    api.register("worker");
    api.send("worker", "long", "boss", "request", "the first");
    try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
      List<Future<String>> sent = new ArrayList<>();
      for (int i = 0; i < 1_009; i++) {
        sent.add(senders.submit(() -> api.send("worker", "long", "boss", "message", "more")));
      }
      for (Future<String> each : sent) {
        each.get();
      }
    }
    api.send("boss", "long", "worker", "question", "the last");
    page.openWith(api.key(), "/console/threads/long").see(".standing", "boss is asked");
    page.waitFor(".bubble", 1_000).see(".bubble:last-child", "the last");
    page.see(".earlier", "The last 1", "000 of 1", "011 messages");
    page.press(".earlier", "Show earlier ones").waitFor(".bubble", 1_011);
    page.see(".bubble:first-child", "the first").gone(".earlier p");
    api.send("worker", "long", "boss", "answer", "and on");
    page.see(".standing", "worker has the answer").see(".bubble:last-child", "and on");
  }

  @Test
  void whatAWebhookWasToldIsListedAndSentAgain(Server server, Page page) throws Exception {
    try (Endpoint endpoint = Endpoint.answering(500)) {
      Api api = server.api("").signUp();
      api.register("hooked", Map.of("webhook", endpoint.url()));
      api.send("hooked", "t-1", "boss", "request", "hello");
      page.openWith(api.key(), "/console/agents/hooked").press(".tabs", "Deliveries");
      page.see(".delivery", "failed", "500", "t-1");
      page.press("Send a test").see(".trial", "500");
      endpoint.answer(204);
      page.press(".delivery", "Send again").see(".delivery", "delivered", "204");
      page.press("Send a test").see(".trial", "204");
      page.click(".delivery summary");
      page.see(".attempts", "500", "204");
      assertThat(page.path()).isEqualTo("/console/agents/hooked/deliveries");
      page.open("/console/agents").see(".agent[href$='/hooked']", "delivered");
    }
  }

  @Test
  void keysAreMadeNamedRotatedAndRevoked(Server server, Page page) {
    Api api = server.api("").signUp();
    page.openWith(api.key(), "/console/keys").see(".key", "this one");
    page.type("#key-name", "build server").press("Make it");
    String made = page.see(".new-key .value").getText();
    assertThat(new Api(server.url(), made).get("/agents").path("agents").isArray()).isTrue();
    page.press("I have it").waitFor(".key", 2);
    page.press(".key:nth-child(2)", "Rename").type(".key:nth-child(2) input", "deploy");
    page.press(".key:nth-child(2)", "Save").see(".key:nth-child(2)", "deploy");
    page.press(".key:nth-child(2)", "Rotate").see(".new-key .value", "s0key-");
    page.press("I have it").waitFor(".key", 3);
    page.press(".key:nth-child(3)", "Revoke").press(".key:nth-child(3)", "Revoke for ever");
    page.see(".key:nth-child(3)", "revoked");
  }

  /** An agent's token sees its own inbox, and is told what it may not see. */
  @Test
  void whatATokenMayNotSeeIsSaid(Server server, Page page) {
    Api api = server.api("").signUp();
    String token = api.register("own").path("agent_token").stringValue("");
    api.register("other");
    api.send("own", "t-1", "other", "message", "for you");
    page.openWith(token, "/console/agents/own").see(".mail", "for you");
    page.open("/console/agents/other").see(".state.failure", "may not look here");
    page.open("/console/keys").see(".state.failure", "may not look here");
  }

  @Test
  void whatIsNotThereIsSaid(Server server, Page page) {
    Api api = server.api("").signUp();
    page.openWith(api.key(), "/console/agents/nobody").see(".state", "Nothing is here", "nobody");
    // Nothing can be sent there, nor delivered.
    page.gone(".tabs").gone("textarea");
    page.open("/console/threads/none").see(".state", "Nobody wrote here yet");
    page.open("/console/nowhere").see("h1", "There is no such page");
  }

  @Test
  void whatIsOnItsWayIsSaid(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("worker");
    page.openWith(api.key(), "/console/monitor").see(".pill.live");
    ChromiumNetworkConditions slow = new ChromiumNetworkConditions();
    slow.setLatency(Duration.ofSeconds(3));
    page.driver().setNetworkConditions(slow);
    try {
      page.press("Agents").see(".state.loading", "Loading");
    } finally {
      page.driver().deleteNetworkConditions();
    }
    page.see(".agent[href$='/worker']", "worker").gone(".state.loading");
  }

  @Test
  void aThreadIsFoundAndAnsweredWithoutAMouse(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("boss");
    api.register("worker");
    api.send("worker", "task-7", "boss", "request", "Build it");
    page.openWith(api.key(), "/console/agents").see(".agent[href$='/worker']", "worker");
    tabTo(page, "nav a[href='/console/threads']").sendKeys(Keys.ENTER);
    page.see("h1", "Threads");
    tabTo(page, "#thread").sendKeys("task-7", Keys.ENTER);
    page.see(".bubble", "Build it");
    tabTo(page, "#compose-content").sendKeys("Built", Keys.chord(Keys.CONTROL, Keys.ENTER));
    page.see(".bubble.right", "Built");
  }

  /** Goes on from where the focus is, as the key does, until what is meant has it. */
  private static WebElement tabTo(Page page, String css) {
    for (int pressed = 0; pressed < 60; pressed++) {
      page.driver().switchTo().activeElement().sendKeys(Keys.TAB);
      WebElement focused = page.driver().switchTo().activeElement();
      if (Boolean.TRUE.equals(
          page.script("return arguments[0].matches(arguments[1])", focused, css))) {
        return focused;
      }
    }
    throw new AssertionError("no key leads to " + css);
  }
}
