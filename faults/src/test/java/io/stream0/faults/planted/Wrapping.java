package io.stream0.faults.planted;

import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts something around the bean of a class. */
record Wrapping<T>(Class<? extends T> type, UnaryOperator<T> around) implements BeanPostProcessor {
  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return type.isInstance(bean) ? around.apply(type.cast(bean)) : bean;
  }
}
