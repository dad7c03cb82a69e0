package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnRecordsTest {
  private static final int MOST = 20_000;

  private final OwnRecords own = new OwnRecords();
  private final Delivery delivery = new Delivery(life("a"), message("a", 1));

  @Test
  void whatIsFoldedIsNoneAnyMoreHoweverLateItIsAcknowledged() {
    own.acknowledged(delivery, 3, false);
    assertThat(own.contains(3)).isTrue();
    assertThat(own.contains(delivery)).isTrue();
    own.folded(4);
    assertThat(own.contains(3)).isFalse();
    assertThat(own.contains(delivery)).isFalse();
    own.acknowledged(delivery, 4, false);
    assertThat(own.contains(4)).isFalse();
    assertThat(own.contains(delivery)).isFalse();
  }

  @Test
  void aSuccessIsKnownUntilTheLastOfItsLifeIsFolded() {
    own.acknowledged(delivery, 3, true);
    own.acknowledged(new Delivery(life("a"), message("a", 2)), 7, true);
    own.acknowledged(new Delivery(life("b"), message("b", 1)), 8, false);
    assertThat(own.hasSuccess(life("b"))).isFalse();
    own.folded(6);
    assertThat(own.hasSuccess(life("a"))).isTrue();
    own.folded(7);
    assertThat(own.hasSuccess(life("a"))).isFalse();
    own.acknowledged(delivery, 5, true);
    assertThat(own.hasSuccess(life("a"))).isFalse();
  }

  @Test
  void soManyFillItUntilTheyAreFolded() {
    for (int offset = 0; offset < MOST; offset++) {
      assertThat(own.isFull()).isFalse();
      own.acknowledged(delivery, offset, false);
    }
    assertThat(own.isFull()).isTrue();
    own.folded(0);
    assertThat(own.isFull()).isFalse();
    own.folded(MOST);
    assertThat(own.isFull()).isFalse();
    assertThat(own.contains(delivery)).isFalse();
  }
}
