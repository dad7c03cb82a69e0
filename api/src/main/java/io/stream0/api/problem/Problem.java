package io.stream0.api.problem;

/** The table of errors: what a status means here. */
public enum Problem {
  MALFORMED(400, "Bad Request"),
  UNAUTHENTICATED(401, "Unauthorized"),
  FORBIDDEN(403, "Forbidden"),
  NOT_FOUND(404, "Not Found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  TOO_SLOW(408, "Request Timeout"),
  CONFLICT(409, "Conflict"),
  TOO_LARGE(413, "Content Too Large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
  UNPROCESSABLE(422, "Unprocessable Content"),
  TOO_MANY(429, "Too Many Requests"),
  FAULT(500, "Internal Server Error"),
  /** Nobody can answer now; what was asked may be asked again. */
  UNAVAILABLE(503, "Service Unavailable");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
