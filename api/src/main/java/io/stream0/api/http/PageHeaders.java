package io.stream0.api.http;

import java.util.Map;

/** What every page says to the browser that shows it, beside its own policy. */
public final class PageHeaders {
  private PageHeaders() {}

  /**
   * @param policy what the browser may do with the page (Content Security Policy, level 3), but for
   *     what no page of ours may: stand in a frame, send a form, have another base
   */
  public static Map<String, String> of(String policy) {
    return Map.of(
        "Content-Security-Policy",
        "default-src 'none'; "
            + policy
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options",
        "nosniff",
        "Referrer-Policy",
        "no-referrer");
  }
}
