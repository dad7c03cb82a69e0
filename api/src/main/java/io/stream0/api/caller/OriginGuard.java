package io.stream0.api.caller;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * No web page that someone visits may talk to a server on their machine. A browser tells the origin
 * of a page (RFC 6454): it must be this server's own or on the allow-list. And while the server is
 * open, the host that was asked for must be a loopback one, or a page could have its own name lead
 * here (DNS rebinding).
 */
public final class OriginGuard extends OncePerRequestFilter {
  /** Characters that a preflight may ask for: they are said again, in a head that is not long. */
  private static final int MOST_ASKED = 1024;

  private final boolean open;
  private final List<String> allowed;
  private final CorsConfiguration cors = new CorsConfiguration();
  private final DefaultCorsProcessor processor = new DefaultCorsProcessor();

  /**
   * @param open whether no key is configured
   * @param allowed origins whose pages may call, such as {@code https://console.example.com}
   */
  public OriginGuard(boolean open, List<String> allowed) {
    this.open = open;
    this.allowed = allowed.stream().map(o -> o.toLowerCase(Locale.ROOT)).toList();
    cors.setAllowedOrigins(allowed);
    cors.addAllowedMethod(CorsConfiguration.ALL);
    cors.addAllowedHeader(CorsConfiguration.ALL);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getHeader(HttpHeaders.HOST);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (open && host != null && !isLoopback(host)) {
      ProblemAnswer.write(
          response,
          Problem.FORBIDDEN,
          "Host: %s (expected: a loopback one while no API key is configured)".formatted(host));
      return;
    }
    if (origin == null || isOwn(origin, host)) {
      chain.doFilter(request, response);
      return;
    }
    if (!allowed.contains(origin.toLowerCase(Locale.ROOT))) {
      ProblemAnswer.write(
          response,
          Problem.FORBIDDEN,
          "Origin: %s (expected: this server's own, or one of stream0.server.allowed-origins)"
              .formatted(origin));
      return;
    }
    int asked =
        length(request, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
            + length(request, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (asked > MOST_ASKED) {
      ProblemAnswer.write(
          response,
          Problem.MALFORMED,
          "Access-Control-Request-Method and -Headers: %d characters (expected: at most %d)"
              .formatted(asked, MOST_ASKED));
      return;
    }
    boolean goesOn = processor.processRequest(cors, request, response);
    if (goesOn && !CorsUtils.isPreFlightRequest(request)) {
      chain.doFilter(request, response);
    }
  }

  private static int length(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header)).stream().mapToInt(String::length).sum();
  }

  private static boolean isLoopback(String host) {
    return authority("http://" + host)
        .map(URI::getHost)
        .filter(name -> name.equalsIgnoreCase("localhost") || isLoopbackAddress(name))
        .isPresent();
  }

  /** By its text alone: a name is not looked up, since who made it decides where it leads. */
  private static boolean isLoopbackAddress(String name) {
    return name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
  }

  /**
   * Whether a page of this origin came from the host that is asked: the scheme may be a proxy's.
   */
  private static boolean isOwn(String origin, @Nullable String host) {
    return host != null
        && authority(origin).map(URI::getRawAuthority).filter(host::equalsIgnoreCase).isPresent();
  }

  private static Optional<URI> authority(String url) {
    try {
      return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
