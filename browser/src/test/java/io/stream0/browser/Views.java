package io.stream0.browser;

import java.util.List;
import java.util.Map;

/** Every view, with something in it. */
final class Views {
  /**
   * A view.
   *
   * @param path where it is
   * @param ready what is shown once all of it is
   */
  record View(String name, String path, String ready) {}

  static final List<View> ALL =
      List.of(
          new View("front", "/", "#monitor .said"),
          new View("monitor", "/console/monitor", ".said"),
          new View("agents", "/console/agents", ".agent .health"),
          new View("inbox", "/console/agents/reviewer", ".mail"),
          new View("deliveries", "/console/agents/deployer/deliveries", ".delivery"),
          new View("thread", "/console/threads/review-128", ".bubble"),
          new View("threads", "/console/threads", ".threads li"),
          new View("keys", "/console/keys", ".key"));

  private Views() {}

  /** A tenant at work. */
  static void fill(Api api, String webhook) {
    api.register(
        "orchestrator",
        Map.of(
            "description",
            "Hands out work, and answers what comes back",
            "aliases",
            List.of("boss")));
    api.register(
        "reviewer",
        Map.of(
            "description",
            "Reads pull requests, asks before it guesses",
            "capabilities",
            List.of("java", "kafka")));
    api.register("deployer", Map.of("description", "Ships what was approved", "webhook", webhook));
    api.register("scribe", Map.of("description", "Writes the release notes"));
    api.ack(
        api.send(
            "reviewer",
            "review-128",
            "orchestrator",
            "request",
            Map.of(
                "instruction", "Review PR 128", "files", List.of("Ledger.java", "Rounding.java"))));
    api.ack(
        api.send("orchestrator", "review-128", "reviewer", "question", "Line 42 — intentional?"));
    api.ack(
        api.send(
            "reviewer",
            "review-128",
            "orchestrator",
            "answer",
            "No. It should round half even; please say so in the review."));
    api.send(
        "orchestrator",
        "review-128",
        "reviewer",
        "done",
        Map.of("verdict", "changes requested", "comments", 1));
    api.send(
        "deployer",
        "release-7",
        "orchestrator",
        "request",
        Map.of("instruction", "Ship 2.4.0 to staging"));
    api.send(
        "orchestrator",
        "release-7",
        "deployer",
        "failed",
        "The health check of staging does not answer.");
    api.send(
        "reviewer",
        "review-131",
        "orchestrator",
        "request",
        Map.of("instruction", "Review PR 131", "files", List.of("Inbox.java")));
    api.send("reviewer", "notes", "scribe", "message", "The notes of 2.4.0 are in the wiki.");
    api.get("/agents/orchestrator/inbox?limit=1");
    api.anotherKey();
  }
}
