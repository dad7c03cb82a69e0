package io.stream0.answering;

import io.stream0.protocol.wire.InternalCalls;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets nobody in who does not show what derives from the installation's secret. */
final class InternalGate extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient InternalCalls calls;

  InternalGate(InternalCalls calls) {
    this.calls = calls;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (calls.isOurs(request.getHeader(InternalCalls.AUTHORIZATION))) {
      chain.doFilter(request, response);
    } else {
      response.setHeader("WWW-Authenticate", "Bearer");
      Replies.plain(
          response,
          HttpServletResponse.SC_UNAUTHORIZED,
          "Authorization: not of this installation (expected: what derives from its stream0.secret)");
    }
  }
}
