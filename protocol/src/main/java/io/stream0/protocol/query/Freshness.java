package io.stream0.protocol.query;

/**
 * What must have been folded before a query is evaluated.
 *
 * @param toEnd all that the topic's partition held when the query arrived: the read index
 * @param offset all records up to and including this one; -1 for none
 */
public record Freshness(boolean toEnd, long offset) {
  /** Whatever there is: for facts, which once there never change. */
  public static final Freshness ANY = new Freshness(false, -1);

  /** All up to a record that the asker itself wrote. */
  public static Freshness upTo(long offset) {
    return new Freshness(false, offset);
  }

  /**
   * All that anyone was told of before the query was sent.
   *
   * @param highestAcknowledged the highest offset of that partition that the asker had acknowledged
   */
  public static Freshness current(long highestAcknowledged) {
    return new Freshness(true, highestAcknowledged);
  }
}
