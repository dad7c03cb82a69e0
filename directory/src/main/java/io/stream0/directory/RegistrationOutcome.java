package io.stream0.directory;

import io.stream0.protocol.id.AgentId;

/** What the order of the log made of a request. */
public sealed interface RegistrationOutcome {
  /** The agent is there, as asked. */
  record Registered(Agent agent) implements RegistrationOutcome {}

  /** Another agent has the id or an alias that was asked for; nothing changed. */
  record NameTaken(AgentId name, AgentId holder) implements RegistrationOutcome {}

  /** The agent has another token. */
  record Rotated(Agent agent) implements RegistrationOutcome {}

  /** The agent's webhook has another secret. */
  record WebhookSecretRotated(Agent agent) implements RegistrationOutcome {}

  /** The agent's webhook is off, or set anew since and therefore as it was. */
  record WebhookSwitchedOff(Agent agent) implements RegistrationOutcome {}

  /** That incarnation is over, by this request. */
  record Deleted(Agent agent) implements RegistrationOutcome {}

  /** That incarnation was not there, or over already; nothing changed. */
  record NotThere() implements RegistrationOutcome {}

  /** The installation has a name; the first one that was given counts. */
  record Named() implements RegistrationOutcome {}
}
