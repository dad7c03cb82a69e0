package io.stream0.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** No test: shows every view for the docs, `make screenshots`. */
@ExtendWith(Site.class)
@Timeout(180)
class Screenshots {
  private static final Path FOLDER =
      Path.of(System.getProperty("screenshots", "target/screenshots"));
  private static final int QUALITY = 82;

  @Test
  void ofEveryView(Server server, Page page) throws Exception {
    Files.createDirectories(FOLDER);
    try (Endpoint endpoint = Endpoint.answering(503)) {
      Api api = server.api("").signUp();
      page.openWith(api.key(), "/console/monitor").see(".pill.live");
      Views.fill(api, endpoint.url());
      page.waitFor(".said", 8);
      for (Views.View view : Views.ALL) {
        for (boolean dark : new boolean[] {false, true}) {
          page.lit(dark).sized(1280, 800).open(view.path()).see(view.ready());
          page.see(
              view.path().endsWith("monitor") || view.path().equals("/") ? ".pill.live" : ".who");
          shoot(page, view.name() + (dark ? "-dark" : ""));
        }
        page.lit(false).sized(375, 740);
        shoot(page, view.name() + "-phone");
      }
      page.sized(1280, 860).open("/").see(".pill.live");
      page.press("Play the conversation").see(".script .outcome", "Done.");
      page.script("document.querySelector('.demo').scrollIntoView()");
      shoot(page, "conversation");
    }
  }

  private static void shoot(Page page, String name) throws Exception {
    Object data =
        page.driver()
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "webp", "quality", QUALITY))
            .get("data");
    byte[] image = Base64.getDecoder().decode(String.valueOf(data));
    assertThat(image.length).isGreaterThan(1000);
    Files.write(FOLDER.resolve(name + ".webp"), image);
  }
}
