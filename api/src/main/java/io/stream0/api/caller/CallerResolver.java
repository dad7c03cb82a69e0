package io.stream0.api.caller;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.protocol.id.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Authenticates: gives every handler that takes a {@link Caller} the one that the request's key
 * stands for. Handlers take it as their first parameter, so that nothing else is looked at before.
 */
public final class CallerResolver implements HandlerMethodArgumentResolver {
  private static final String API_KEY = "X-API-Key";
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;

  public CallerResolver(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer mavContainer,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binderFactory) {
    if (keys.isOpen()) {
      return new Caller(TenantId.DEFAULT);
    }
    String key =
        shownKey(request)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.UNAUTHENTICATED,
                        "no API key (expected: header X-API-Key or Authorization: Bearer)"));
    return keys.tenantOf(key)
        .map(Caller::new)
        .orElseThrow(
            () -> new ProblemException(Problem.UNAUTHENTICATED, "this API key is not known"));
  }

  private static Optional<String> shownKey(NativeWebRequest request) {
    String key = request.getHeader(API_KEY);
    if (key != null) {
      return Optional.of(key);
    }
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }
}
