package io.stream0.api.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

class ProblemAdviceTest {
  private final ProblemAdvice advice = new ProblemAdvice();

  private static String error(ResponseEntity<byte[]> answer) {
    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isNotNull();
    byte[] body = answer.getBody();
    return body == null ? "" : new String(body, UTF_8);
  }

  @Test
  void whatMayHaveBeenSentIsNotSaidToBeUnsent() {
    String unknown = error(advice.outcomeUnknown(new OutcomeUnknownException("10.1.2.3 is gone")));
    assertThat(unknown).contains("it may have been sent").doesNotContain("10.1.2.3", "try again");
    assertThat(error(advice.unanswered(new UnansweredException("10.1.2.3 is gone"))))
        .contains("nobody could answer in time; try again");
  }
}
