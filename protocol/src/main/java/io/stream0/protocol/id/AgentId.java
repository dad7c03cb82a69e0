package io.stream0.protocol.id;

/** The id that an agent was registered with, or an alias of one: both follow the same rule. */
public record AgentId(String value) {
  public AgentId {
    NameRule.check("agent id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
