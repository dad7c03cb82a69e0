package io.stream0.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a service answered when Prometheus would have asked.
 *
 * @param text as it came
 * @param values of each series, by its name and tags
 */
public record Scrape(String text, Map<String, Double> values) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int OK = 200;
  private static final Pattern SERIES =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");
  private static final Pattern TAG = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9.]+)` \\| (\\w+) \\|([^|]*)\\|([^|]*)\\|.*");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** A service, as the table names it. */
  public enum Service {
    ALL_IN_ONE,
    API,
    PROCESSOR,
    WEBHOOK_WORKER;

    private String tabled() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A row of the table.
   *
   * @param series the name of what grows or shows it
   */
  private record Documented(String meter, String series, Set<String> tags, String services) {}

  /**
   * @param management where the service's operators ask
   */
  public static Scrape of(String management) {
    String text = get(management + "/actuator/prometheus");
    Map<String, Double> values = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher series = SERIES.matcher(line);
      if (!line.startsWith("#") && series.matches()) {
        String tags = series.group(2) == null ? "" : series.group(2);
        values.put(series.group(1) + tags, Double.parseDouble(series.group(3)));
      }
    }
    return new Scrape(text, values);
  }

  /** What several processes of one service answered, as if they were one. */
  public static Scrape of(List<String> managements) {
    List<Scrape> all = managements.stream().map(Scrape::of).toList();
    Map<String, Double> values = new LinkedHashMap<>();
    all.forEach(
        one -> one.values().forEach((series, value) -> values.merge(series, value, Double::sum)));
    return new Scrape(all.stream().map(Scrape::text).collect(Collectors.joining()), values);
  }

  /** The sum of all series of a name. */
  public double sum(String name) {
    return of(name, values).values().stream().mapToDouble(value -> value).sum();
  }

  public static String get(String url) {
    try {
      var answer =
          HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(OK);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Fails unless what the table of {@code docs/operations.md} says of a service is there, with
   * those tags (what is Kafka's may have more), and nothing of ours is there that it does not say.
   *
   * @param earlier what the service answered before, and meanwhile: what is ours must not be what
   *     it was in all of them
   */
  public void isAsDocumented(Service service, Scrape... earlier) {
    List<Documented> table =
        table().stream().filter(row -> row.services().contains(service.tabled())).toList();
    assertThat(ours())
        .isSubsetOf(table.stream().map(Documented::series).collect(Collectors.toSet()));
    for (Documented row : table) {
      Map<String, Double> now = of(row.series(), values);
      assertThat(now).as(row.meter()).isNotEmpty();
      boolean isOurs = row.meter().startsWith("stream0.");
      for (String series : now.keySet()) {
        if (isOurs) {
          assertThat(tags(series)).as(series).isEqualTo(row.tags());
        } else {
          // Kafka has some of its meters also for each partition.
          assertThat(tags(series)).as(series).containsAll(row.tags());
        }
      }
      if (earlier.length > 0 && isOurs) {
        assertThat(earlier)
            .as(row.meter() + " has moved")
            .anySatisfy(then -> assertThat(of(row.series(), then.values())).isNotEqualTo(now));
      }
    }
  }

  private static Map<String, Double> of(String name, Map<String, Double> values) {
    return values.entrySet().stream()
        .filter(series -> name(series.getKey()).equals(name))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The series of ours that show a meter: of a timer its count. */
  private Set<String> ours() {
    return values.keySet().stream()
        .map(Scrape::name)
        .filter(name -> name.startsWith("stream0_"))
        .filter(name -> !name.matches(".*_seconds_(max|sum|bucket)"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(String series) {
    int tags = series.indexOf('{');
    return tags < 0 ? series : series.substring(0, tags);
  }

  private static Set<String> tags(String series) {
    return TAG.matcher(series.substring(name(series).length()))
        .results()
        .map(tag -> tag.group(1))
        .collect(Collectors.toSet());
  }

  private static List<Documented> table() {
    try (Stream<String> lines =
        Files.lines(Path.of(System.getProperty("stream0.root", ".."), "docs", "operations.md"))) {
      List<Documented> rows =
          lines.map(ROW::matcher).filter(Matcher::matches).map(Scrape::row).toList();
      assertThat(rows).isNotEmpty();
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Documented row(Matcher row) {
    Map<String, String> suffixes = new HashMap<>();
    suffixes.put("timer", "_seconds_count");
    suffixes.put("counter", "_total");
    suffixes.put("gauge", "");
    suffixes.put("seconds", "_seconds");
    String suffix = suffixes.get(row.group(2));
    assertThat(suffix).as(row.group()).isNotNull();
    return new Documented(
        row.group(1),
        row.group(1).replace('.', '_') + suffix,
        QUOTED
            .matcher(row.group(3))
            .results()
            .map(tag -> tag.group(1).replace('.', '_'))
            .collect(Collectors.toSet()),
        row.group(4));
  }
}
