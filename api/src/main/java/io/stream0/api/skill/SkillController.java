package io.stream0.api.skill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /skill.md}, for whoever: the project's {@code SKILL.md}, byte for byte. It says how its
 * reader finds this server's address, so that the page is the same everywhere.
 */
@RestController
public final class SkillController {
  private static final MediaType MARKDOWN = new MediaType("text", "markdown", UTF_8);

  private final byte[] page;

  SkillController() throws IOException {
    page = new ClassPathResource("SKILL.md", SkillController.class).getContentAsByteArray();
  }

  @GetMapping("/skill.md")
  ResponseEntity<byte[]> skill() {
    return ResponseEntity.ok().contentType(MARKDOWN).body(page);
  }
}
