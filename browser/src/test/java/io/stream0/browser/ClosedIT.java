package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that gives keys to nobody: whoever runs it does. */
@ExtendWith(Site.class)
@Timeout(180)
class ClosedIT {
  private static final String KEY = "a-key-that-is-configured";
  private static final String ADMIN = "the-key-of-the-admin";

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server closed;

  @BeforeAll
  static void start() {
    closed =
        Server.start(
            Map.of(
                "STREAM0_API_KEY",
                KEY,
                "STREAM0_ADMIN_KEY",
                ADMIN,
                "STREAM0_SIGN_UP",
                "closed",
                "STREAM0_TIMEOUTS_ANSWER",
                "60s"));
  }

  @AfterAll
  static void stop() {
    closed.close();
  }

  @Test
  void theFrontPageTakesAKeyAndSaysWhoHasOne(Page tab) {
    Page page = tab.at(closed).open("/");
    page.see("#credentials", "YOUR_KEY", "Whoever runs this server has a key for you");
    assertThat(page.texts("#credentials button")).doesNotContain("Get a fresh key", "Get another");
    page.type("#own-key", "not-a-key-of-it").press("#credentials", "Use it");
    page.see("#credentials .trouble", "this API key is not known", "whoever runs this server");
    page.type("#own-key", KEY).press("#credentials", "Use it");
    page.gone("#credentials .trouble").see("#monitor .pill.live");
    page.press("#commands li:nth-child(1)", "Run it");
    page.see("#commands li:nth-child(1) .reply", "\"id\": \"my-agent\"");
    assertThat(closed.api(KEY).get("/agents/my-agent").path("id").stringValue(""))
        .isEqualTo("my-agent");
    assertThat(page.path()).doesNotContain(KEY);
    page.reload().see("#credentials", "a-key-that").gone("#credentials .trouble");
  }

  /** Longer than whoever holds what it asks for may take, as this server is set. */
  @Test
  void thePageIsToldHowLongToWait(Page tab) {
    Page page = tab.at(closed).open("/");
    page.see("#credentials");
    Object patience = page.script("return Number(document.documentElement.dataset.patience)");
    assertThat(((Number) Objects.requireNonNull(patience)).longValue())
        .isBetween(65_000L, 120_000L);
  }

  @Test
  void theAdminKeyMakesAndRevokesTheKeysOfATenantThatItNames(Page tab) {
    Page page = tab.at(closed).openWith(ADMIN, "/console/keys");
    page.type("#tenant", "acme").press(".opener", "Show").see(".state", "No keys yet");
    assertThat(page.path()).isEqualTo("/console/keys?tenant=acme");
    page.type("#key-name", "build server").press("Make it");
    String made = page.see(".new-key .value").getText();
    assertThat(closed.api(made).get("/agents").path("agents").isArray()).isTrue();
    page.press("I have it").waitFor(".key", 1);
    page.reload().see(".key", "build server");
    page.press(".key", "Revoke").press(".key", "Revoke for ever").see(".key", "revoked");
    page.open("/console/agents").see(".state.failure", "may not look here");
  }
}
