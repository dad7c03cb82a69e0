package io.stream0.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures as Markdown. Nothing of the machine in it but what the figures depend on. */
final class Report {
  private final StringBuilder rows = new StringBuilder();
  private final String conditions;

  /**
   * @param conditions a sentence about what was run on what
   */
  Report(String conditions) {
    this.conditions = conditions;
  }

  void add(String scenario, Figure figure) {
    rows.append(
        "| `%s` | %s | %s | %s | %s | %s |%n"
            .formatted(
                scenario,
                figure.name(),
                figure.target(),
                figure.measured(),
                figure.verdict(),
                figure.beside()));
  }

  String markdown() {
    return """
        %s

        | scenario | figure | target | measured | | beside it |
        |---|---|---|---|---|---|
        %s"""
        .formatted(conditions, rows);
  }

  void writeTo(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, markdown());
  }
}
