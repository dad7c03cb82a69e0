package io.stream0.api.owners;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients of HTTP/2, one for each processor, so that one that hangs is dropped alone.
 *
 * @param tls null for clear text
 */
record HttpClients(@Nullable SSLContext tls, Executor executor) {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  HttpClients(@Nullable SSLContext tls) {
    this(tls, Executors.newVirtualThreadPerTaskExecutor());
  }

  HttpClient create() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(executor);
    return tls == null ? builder.build() : builder.sslContext(tls).build();
  }

  String scheme() {
    return tls == null ? "http" : "https";
  }
}
