package io.stream0.protocol.id;

/** The id that an agent was registered with, or an alias of one: both follow the same rule. */
public record AgentId(String value) {
  public AgentId {
    NameRule.check("agent id", value);
  }

  /**
   * The same, as an alias.
   *
   * @throws InvalidValueException if it is none; it says so of an alias
   */
  public static AgentId alias(String value) {
    NameRule.check("alias", value);
    return new AgentId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
