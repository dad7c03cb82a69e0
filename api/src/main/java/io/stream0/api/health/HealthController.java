package io.stream0.api.health;

import io.stream0.api.http.JsonAnswer;
import io.stream0.api.settings.ApiProperties;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /health}, for whoever; the server listens once a send would succeed. */
@RestController
public final class HealthController {
  private final String version;

  HealthController(ApiProperties properties) {
    this.version = properties.version();
  }

  @GetMapping("/health")
  ResponseEntity<byte[]> health() {
    return JsonAnswer.of(
        HttpStatus.OK, json -> json.put("status", "healthy").put("version", version));
  }
}
