package io.stream0.standalone;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answered. */
record Answer(int status, HttpHeaders headers, String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  JsonNode json() {
    return JSON.readTree(body);
  }

  String text(String member) {
    return json().path(member).stringValue("");
  }

  List<JsonNode> messages() {
    return List.copyOf(json().path("messages").values());
  }

  List<String> ids() {
    return messages().stream().map(m -> m.path("id").stringValue("")).toList();
  }
}
