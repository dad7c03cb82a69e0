package io.stream0.directory;

/** What the order of the log made of a request about an API key. */
public sealed interface CredentialOutcome {
  /** The key is there, and valid. */
  record Issued(IssuedKey key) implements CredentialOutcome {}

  /** The key is valid, and the one that it replaced is not. */
  record Confirmed(IssuedKey key) implements CredentialOutcome {}

  /** The key is void, by this request or by an earlier one. */
  record Revoked(IssuedKey key) implements CredentialOutcome {}

  /** The key is called that now. */
  record Renamed(IssuedKey key) implements CredentialOutcome {}

  /** The key, or the one that it was to replace, is not there or not valid; nothing changed. */
  record NotLive() implements CredentialOutcome {}
}
