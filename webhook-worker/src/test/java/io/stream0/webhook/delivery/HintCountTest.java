package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.streams.store.MapRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HintCountTest {
  /** What is there before is counted a part at a time while others come and go. */
  @Property
  void howeverTheyInterleaveTheCountIsThatOfTheRows(@ForAll long seed) {
    Random random = new Random(seed);
    HintCount hints = new HintCount();
    MapRows rows = new MapRows();
    List<byte[]> there = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      put(random, rows, there);
    }
    while (!hints.isWhole()) {
      hints.countOn(rows, 3);
      for (int i = random.nextInt(3); i > 0; i--) {
        if (random.nextBoolean() && put(random, rows, there)) {
          hints.added(there.getLast());
        } else if (!there.isEmpty()) {
          byte[] key = there.remove(random.nextInt(there.size()));
          rows.delete(key);
          hints.removed(key);
        }
      }
    }
    assertThat(hints.count()).isEqualTo(there.size());
  }

  private static boolean put(Random random, MapRows rows, List<byte[]> there) {
    byte[] key =
        DeliveryRows.dueKey(
            life(random.nextBoolean() ? "a" : "b"),
            Instant.ofEpochMilli(random.nextInt(5)),
            message("a", random.nextInt(9)),
            0);
    if (rows.get(key) != null) {
      return false;
    }
    rows.put(DeliveryRows.mark(key));
    there.add(key);
    return true;
  }
}
