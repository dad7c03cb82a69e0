package io.stream0.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemAnswer;
import io.stream0.protocol.id.InvalidValueException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * URLs mean what they say, or are refused. What is percent-encoded must be UTF-8, in a query too
 * (of a path the container sees to it): the decoder would put U+FFFD for what is not. And {@code ;}
 * is a character of an id like any other (RFC 3986 reserves it for whoever gives it a meaning); the
 * framework would cut it off with all behind it, and {@code DELETE /agents/a;b} would delete {@code
 * a}.
 */
public final class LiteralUrls extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String query = request.getQueryString();
    if (query != null && query.indexOf('%') >= 0 && !isUtf8(query)) {
      ProblemAnswer.write(
          response,
          Problem.MALFORMED,
          String.valueOf(
              new InvalidValueException("query", query, "percent-encoded UTF-8").getMessage()));
      return;
    }
    chain.doFilter(
        request.getRequestURI().indexOf(';') < 0 ? request : new Literal(request), response);
  }

  private static boolean isUtf8(String encoded) {
    try {
      byte[] bytes = StringUtils.uriDecode(encoded, ISO_8859_1).getBytes(ISO_8859_1);
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    } catch (IllegalArgumentException e) {
      // A percent sign without two digits.
      return false;
    }
  }

  private static final class Literal extends HttpServletRequestWrapper {
    Literal(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getRequestURI() {
      return super.getRequestURI().replace(";", "%3B");
    }
  }
}
