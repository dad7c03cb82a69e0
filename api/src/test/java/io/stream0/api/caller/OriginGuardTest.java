package io.stream0.api.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class OriginGuardTest {
  private static final String CONSOLE = "https://console.example.com";

  private static MockHttpServletResponse preflight(int characters) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("OPTIONS", "/agents");
    request.addHeader(HttpHeaders.HOST, "api.example.com");
    request.addHeader(HttpHeaders.ORIGIN, CONSOLE);
    request.addHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "POST");
    request.addHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, "x".repeat(characters));
    MockHttpServletResponse response = new MockHttpServletResponse();
    new OriginGuard(false, List.of(CONSOLE)).doFilter(request, response, new MockFilterChain());
    return response;
  }

  @Test
  void whatAPreflightAsksForIsSaidAgainWhereItsPageMayCall() throws Exception {
    assertThat(preflight(900).getStatus()).isEqualTo(200);
    assertThat(preflight(900).getHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS)).hasSize(900);
  }

  @Test
  void moreThanTheHeadOfAnAnswerHoldsIsRefused() throws Exception {
    assertThat(preflight(2000).getStatus()).isEqualTo(400);
    assertThat(preflight(2000).getContentAsString()).contains("2004 characters", "at most 1024");
  }
}
