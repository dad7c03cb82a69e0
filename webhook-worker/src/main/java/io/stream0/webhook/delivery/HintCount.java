package io.stream0.webhook.delivery;

import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import java.util.Arrays;

/**
 * How many hints at what is due there are in one store: about how many deliveries are pending. Is
 * told of each that is put or deleted; what was there before is counted a part at a time. Of one
 * thread.
 */
public final class HintCount {
  private byte[] countedBelow = DeliveryRows.FIRST_DUE;
  private long count;

  /** A row was put that was not there. */
  public void added(byte[] key) {
    if (isCounted(key)) {
      count++;
    }
  }

  /** A row was deleted that was there. */
  public void removed(byte[] key) {
    if (isCounted(key)) {
      count--;
    }
  }

  private boolean isCounted(byte[] key) {
    return DeliveryRows.isDue(key) && Arrays.compareUnsigned(key, countedBelow) < 0;
  }

  /**
   * Counts on.
   *
   * @param most how many rows to look at
   */
  public void countOn(Rows rows, int most) {
    if (isWhole()) {
      return;
    }
    try (Scan scan = rows.scan(countedBelow, DeliveryRows.LAST_DUE)) {
      for (int looked = 0; looked < most; looked++) {
        byte[] key = scan.hasNext() ? scan.next().key() : DeliveryRows.LAST_DUE;
        if (!DeliveryRows.isDue(key)) {
          countedBelow = DeliveryRows.LAST_DUE;
          return;
        }
        count++;
        // Behind this one and before all that are greater.
        countedBelow = Arrays.copyOf(key, key.length + 1);
      }
    }
  }

  /** Whether all that was there has been counted. */
  public boolean isWhole() {
    return Arrays.equals(countedBelow, DeliveryRows.LAST_DUE);
  }

  /** As many as are counted by now. */
  public long count() {
    return count;
  }
}
