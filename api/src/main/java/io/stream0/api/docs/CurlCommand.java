package io.stream0.api.docs;

import static io.stream0.api.docs.DocsPage.text;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A call as a command to paste, made of the document's examples.
 *
 * @param parameters those that have an example and stand in path or query are in it
 * @param body missing where the call has none
 * @param open whether no key is needed
 */
record CurlCommand(
    String method, String path, List<JsonNode> parameters, JsonNode body, boolean open) {
  private static final String SERVER = "http://localhost:8080";
  private static final String NEXT_LINE = " \\\n  ";

  String line() {
    StringBuilder command = new StringBuilder("curl ");
    if (!method.equals("GET")) {
      command.append("-X ").append(method).append(' ');
    }
    String url = SERVER + filled() + query();
    command.append(url.contains("?") ? '"' + url + '"' : url);
    if (!open) {
      command.append(NEXT_LINE).append("-H \"X-API-Key: YOUR_KEY\"");
    }
    if (body.isObject() && !body.isEmpty()) {
      command.append(NEXT_LINE).append("-d '").append(body).append('\'');
    }
    return command.toString();
  }

  private String filled() {
    String filled = path;
    for (JsonNode parameter : parameters) {
      filled = filled.replace("{" + text(parameter, "name") + "}", example(parameter));
    }
    return filled;
  }

  private String query() {
    String query =
        parameters.stream()
            .filter(parameter -> text(parameter, "in").equals("query") && parameter.has("example"))
            .map(parameter -> text(parameter, "name") + "=" + example(parameter))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String example(JsonNode parameter) {
    JsonNode example = parameter.path("example");
    return example.isString() ? example.stringValue() : example.toString();
  }
}
