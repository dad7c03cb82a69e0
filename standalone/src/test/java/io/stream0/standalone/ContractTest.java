package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check that all answers of the integration tests go through can fail. */
class ContractTest {
  private static Answer answer(int status, String type, String body) {
    Map<String, List<String>> headers = Map.of("Content-Type", List.of(type));
    return new Answer(status, HttpHeaders.of(headers, (name, value) -> true), body);
  }

  @Test
  void whatTheContractTellsPasses() {
    assertThatCode(
            () ->
                Contract.check(
                    "POST",
                    "/inbox/messages/x/ack?y",
                    answer(
                        200,
                        "application/json",
                        "{\"status\":\"acked\",\"message_id\":\"imsg-%s\"}"
                            .formatted("0".repeat(32)))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "201 | application/json | {'status':'healthy','version':'1'}",
        "200 | text/plain | {'status':'healthy','version':'1'}",
        "200 | application/json | {'status':'healthy'}",
        "200 | application/json | {'status':'ill','version':'1'}",
        "200 | application/json | {'status':'healthy','version':'1','mood':'good'}",
        "500 | application/problem+json | {'type':'about:blank','title':'x','status':500,'detail':'x','error':'x'}",
        "403 | application/problem+json | {'type':'about:blank','title':'x','status':404,'detail':'x','error':'x'}",
      })
  void whatItDoesNotTellFails(int status, String type, String body) {
    assertThatThrownBy(
            () -> Contract.check("GET", "/health", answer(status, type, body.replace('\'', '"'))))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aHeaderThatIsMissingFails() {
    String problem =
        "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":429,\"detail\":\"x\",\"error\":\"x\"}";
    assertThatThrownBy(
            () ->
                Contract.check("GET", "/agents", answer(429, "application/problem+json", problem)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Retry-After");
  }
}
