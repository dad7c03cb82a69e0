package io.stream0.api.docs;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Descriptions are CommonMark, as OpenAPI has it; HTML in them is shown, not obeyed. */
final class Markdown {
  private static final Parser PARSER = Parser.builder().build();
  private static final HtmlRenderer RENDERER = HtmlRenderer.builder().escapeHtml(true).build();

  private Markdown() {}

  static String html(String text) {
    return RENDERER.render(PARSER.parse(text));
  }
}
