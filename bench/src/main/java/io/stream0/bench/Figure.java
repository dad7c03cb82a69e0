package io.stream0.bench;

import java.util.Locale;

/**
 * A row of the report.
 *
 * @param target empty where the figure is there only to be compared with
 * @param verdict {@code met} or {@code missed}, or empty
 * @param beside what was measured in the same run and tells what the figure is worth
 */
record Figure(String name, String target, String measured, String verdict, String beside) {
  static Figure atMost(String name, double limit, String unit, double measured) {
    return of(name, "≤ " + plain(limit, unit), measured <= limit, measured, unit);
  }

  static Figure atLeast(String name, double limit, String unit, double measured) {
    return of(name, "≥ " + plain(limit, unit), measured >= limit, measured, unit);
  }

  static Figure plain(String name, String measured) {
    return new Figure(name, "", measured, "", "");
  }

  private static Figure of(String name, String target, boolean met, double measured, String unit) {
    return new Figure(name, target, shown(measured, unit), met ? "met" : "**missed**", "");
  }

  private static String plain(double limit, String unit) {
    return String.format(
        Locale.ROOT, limit == Math.rint(limit) ? "%,.0f%s" : "%.2f%s", limit, unit);
  }

  private static String shown(double measured, String unit) {
    return String.format(Locale.ROOT, measured < 100 ? "%.2f%s" : "%,.0f%s", measured, unit);
  }

  Figure beside(String other) {
    return new Figure(name, target, measured, verdict, other);
  }
}
