package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static Answer answer(int status, String body) {
    return new Answer(status, body.getBytes(UTF_8));
  }

  @Test
  void aMemberIsFoundByItsName() throws IOException {
    Answer answer = answer(201, "{\"message_id\":\"imsg-1\",\"thread_id\":\"t\"}");

    assertThat(answer.string("thread_id")).isEqualTo("t");
    assertThatIOException().isThrownBy(() -> answer.string("to")).withMessageContaining("to");
  }

  @Test
  void messagesAreCounted() {
    assertThat(answer(200, "{\"messages\":[]}").messages()).isZero();
    assertThat(answer(200, "{\"messages\":[{\"id\":\"imsg-1\"},{\"id\":\"imsg-2\"}]}").messages())
        .isEqualTo(2);
  }

  @Test
  void whatWasNotExpectedIsShown() {
    assertThatIOException()
        .isThrownBy(() -> answer(503, "{\"error\":\"not now\"}").expect(201))
        .withMessage("503 (expected: 201): {\"error\":\"not now\"}");
  }

  @Test
  void aMessageIsDurableVisibleOrNot() throws IOException {
    assertThat(answer(201, "").expectDurable().status()).isEqualTo(201);
    assertThat(answer(202, "").expectDurable().status()).isEqualTo(202);
    assertThatIOException().isThrownBy(() -> answer(503, "").expectDurable());
  }
}
