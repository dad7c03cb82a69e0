package io.stream0.api.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives every handler that takes a {@link Caller}, a {@link KeyHolder} or an {@link Applicant} the
 * one that the request's key or token stands for, and counts the request. Handlers take it as their
 * first parameter, so that nothing else is looked at before.
 */
public final class CallerResolver implements HandlerMethodArgumentResolver {
  private final Callers callers;
  private final RateLimit limit;

  public CallerResolver(Callers callers, RateLimit limit) {
    this.callers = callers;
    this.limit = limit;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Caller.class || type == KeyHolder.class || type == Applicant.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer mavContainer,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binderFactory) {
    HttpServletRequest request =
        Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
    Class<?> type = parameter.getParameterType();
    if (type == Caller.class) {
      Callers.Known known = callers.known(request);
      limit.count(known.account());
      return known.caller();
    }
    if (type == KeyHolder.class) {
      KeyHolder holder = callers.keyHolder(request);
      limit.count(holder.account());
      return holder;
    }
    // Who has no key yet is counted by what limits sign-ups.
    Applicant applicant = callers.applicant(request);
    if (applicant.holder() != null) {
      limit.count(applicant.holder().account());
    }
    return applicant;
  }
}
