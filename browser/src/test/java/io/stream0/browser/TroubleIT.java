package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.chromium.ChromiumNetworkConditions;
import tools.jackson.databind.JsonNode;

/** What goes wrong while someone looks. */
@ExtendWith(Site.class)
@Timeout(180)
class TroubleIT {
  @Test
  void aServerThatGoesAwayIsSaidAndThePageRecoversByItself(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("a");
    page.openWith(api.key(), "/console/monitor").see(".pill.live");
    api.send("a", "t-1", "b", "request", "before");
    page.waitFor(".said", 1);
    server.kill();
    try {
      page.see(".away", "The server does not answer").see(".pill", "reconnecting");
      page.press("Agents").see(".state", "The server does not answer");
      page.press("Monitor").waitFor(".said", 1);
    } finally {
      server.startAgain();
    }
    page.see(".pill.live");
    page.gone(".away");
    api.send("a", "t-1", "b", "question", "after");
    page.waitFor(".said", 2);
    assertThat(page.texts(".said .words")).containsExactly("\"before\"", "\"after\"");
  }

  @Test
  void aConnectionThatDropsLosesNothingTypedAndNoMessage(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("a");
    page.openWith(api.key(), "/console/agents/a").see(".state", "Nothing waits here");
    page.type("#compose-from", "b").type("#compose-content", "written without a connection");
    offline(page, true);
    page.press("Send").see(".compose .outcome", "the server does not answer");
    api.send("a", "t-1", "b", "message", "said meanwhile");
    page.see(".away");
    offline(page, false);
    page.gone(".away");
    page.see(".mail", "said meanwhile");
    assertThat(page.value("#compose-content")).isEqualTo("written without a connection");
    page.press("Send").see(".compose .outcome", "Sent").waitFor(".mail", 2);
  }

  /** A browser keeps pages to come back to; of the connections to one server it has six. */
  @Test
  void pagesThatWereLeftKeepNoConnectionAndGoOnWhenOneComesBack(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("a");
    for (int left = 0; left < 8; left++) {
      page.openWith(api.key(), "/console/monitor?agent=a&thread=t-" + left).see(".pill.live");
      page.script("window.left = arguments[0]", left);
    }
    api.send("a", "t-6", "b", "message", "said meanwhile");
    page.driver().navigate().back();
    page.see(".said", "said meanwhile").see(".pill.live");
    assertThat(page.script("return window.left")).as("the page that was left").isEqualTo(6L);
  }

  @Test
  void aKeyThatIsForgottenIsForgottenByAPageOneComesBackToToo(Server server, Page page) {
    Api api = server.api("").signUp();
    api.register("a");
    page.openWith(api.key(), "/console/monitor").see(".pill.live");
    api.send("a", "t", "b", "message", "of that tenant");
    page.waitFor(".said", 1);
    page.open("/").click(".who").press("dialog", "Forget the one there is");
    page.driver().navigate().back();
    page.see(".who", "No key").waitFor(".said", 0);
    assertThat(page.script("return JSON.stringify(sessionStorage)"))
        .asString()
        .doesNotContain(api.key(), "of that tenant");
  }

  private static void offline(Page page, boolean offline) {
    if (offline) {
      ChromiumNetworkConditions none = new ChromiumNetworkConditions();
      none.setOffline(true);
      page.driver().setNetworkConditions(none);
    } else {
      page.driver().deleteNetworkConditions();
    }
  }

  @Test
  void aRevokedKeyIsSaidAndLosesNothingTyped(Server server, Page page) {
    Api before = server.api("").signUp();
    JsonNode another = before.anotherKey();
    before.register("a");
    page.openWith(another.path("key").stringValue(""), "/console/agents/a");
    page.see(".state", "Nothing waits here");
    page.type("#compose-from", "b").type("#compose-content", "do not lose me");
    before.delete("/keys/" + another.path("key_id").stringValue(""));
    page.press("Send").see(".gate", "This key is not taken", "this API key is revoked");
    assertThat(page.see(".gate a").getDomProperty("href")).endsWith("/#credentials");
    assertThat(page.value("#compose-content")).isEqualTo("do not lose me");
    page.reload().see(".gate", "this API key is revoked");
    assertThat(page.value("#compose-content")).isEqualTo("do not lose me");

    page.type("#gate-key", before.key()).press(".gate", "Use this key").gone(".gate .card");
    page.press("Send").see(".mail", "do not lose me");
  }

  @Test
  void aWrongTokenIsSaidAndWhereToGetAKey(Server server, Page page) {
    page.openWith("atok-nonsense", "/console/agents").see(".gate", "This token is not taken");
    page.see(".gate", "this is no agent token", "front page");
    page.press(".gate", "front page").see("#credentials", "this is no agent token");
    page.press("#credentials", "Get another").see("#key", "s0key-");
  }

  /**
   * Whatever a message says, it is text: in the monitor, an inbox, a thread and a list of agents.
   */
  @Test
  void aHostileMessageIsOnlyText(Server server, Page page) {
    String script = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>";
    String turning = "\u202Eegassem \u2067שלום";
    String endless = "w".repeat(60_000);
    String from = "<b onmouseover=hit>x";
    String thread = "<svg onload=hit> \u202E";
    Api api = server.api("").signUp();
    api.register(
        "<i>victim<i>", Map.of("description", script, "aliases", List.of("javascript:hit")));
    page.sized(375, 800).openWith(api.key(), "/console/monitor").see(".pill.live");
    String to = "<i>victim<i>";
    api.send(to, thread, from, "request", script);
    api.send(to, thread, from, "question", Map.of(script, script));
    api.send(to, thread, from, "message", turning);
    api.send(to, thread, from, "message", endless);
    page.waitFor(".said", 4);
    assertThat(page.texts(".said").get(0)).contains(script.substring(0, 20), from, to);
    onlyText(page);

    page.open("/console/agents").see(".agents li:last-child", to, "4 unread", script);
    onlyText(page);
    page.click(".agents li:last-child a");
    page.waitFor(".mail", 4).see(".mail", script, from);
    page.see("h1", to);
    onlyText(page);
    page.click(".mail:nth-child(4) summary");
    onlyText(page);

    page.click(".mail .thread-link");
    page.waitFor(".bubble", 4).see(".bubble", script).see("h1", "<svg onload=hit>");
    onlyText(page);
  }

  private static void onlyText(Page page) {
    assertThat(page.script("return window.hit")).isNull();
    assertThat(
            page.script(
                "return document.querySelectorAll('main script, main img, main b[onmouseover], main"
                    + " i:not([class]), main svg[onload]').length"))
        .isEqualTo(0L);
    assertThat(page.isTooWide()).isFalse();
    // What is beside a name that turns is not turned with it.
    assertThat(
            page.script(
                "return [...document.querySelectorAll('bdi')]"
                    + ".every(name => getComputedStyle(name).unicodeBidi === 'isolate')"))
        .isEqualTo(true);
  }
}
