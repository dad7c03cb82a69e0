package io.stream0.api.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The contract, and the calls that tell it. */
@Configuration(proxyBeanMethods = false)
@Import(DocsController.class)
public class DocsConfiguration {
  @Bean
  ApiDocument apiDocument() {
    return ApiDocument.load();
  }
}
