package io.stream0.api.owners;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes clients of HTTP/2, one for each that is asked, so that one that hangs is dropped alone.
 *
 * @param tls what to show and to trust, as it is now, since certificates are renewed; null for
 *     clear text
 */
record HttpClients(@Nullable Supplier<SslBundle> tls, Executor executor) {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  HttpClients(@Nullable Supplier<SslBundle> tls) {
    this(tls, Executors.newVirtualThreadPerTaskExecutor());
  }

  HttpClient create() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(executor);
    if (tls != null) {
      SslBundle bundle = tls.get();
      SSLContext context = bundle.createSslContext();
      builder.sslContext(context).sslParameters(parameters(context, bundle.getOptions()));
    }
    return builder.build();
  }

  /**
   * Where the bundle leaves it open, the default: without a list of protocols there is no HTTP/2.
   */
  private static SSLParameters parameters(SSLContext context, SslOptions options) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    if (options.getCiphers() != null) {
      parameters.setCipherSuites(options.getCiphers());
    }
    if (options.getEnabledProtocols() != null) {
      parameters.setProtocols(options.getEnabledProtocols());
    }
    return parameters;
  }

  String scheme() {
    return tls == null ? "http" : "https";
  }
}
