package io.stream0.webhook.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP to webhooks: one POST, no redirect followed, no retry of its own, no cookie, certificates
 * always verified. The whole exchange has one deadline, however slowly an answer trickles.
 */
public final class HttpWebhookClient implements WebhookClient, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpWebhookClient.class);
  private static final int MOST_READ = 16 * 1024;
  private static final TimeValue IDLE = TimeValue.ofSeconds(30);

  private final CloseableHttpClient http;
  private final Duration timeout;
  private final String userAgent;
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("webhook-deadlines").factory());

  /**
   * @param resolver answers with addresses that may be connected to, or none
   * @param timeout from beginning to end
   * @param connections in all
   */
  public HttpWebhookClient(
      DnsResolver resolver, Duration timeout, int connections, String version) {
    this.timeout = timeout;
    this.userAgent = "Stream0/" + version;
    // Else what was sent would be held on to until its deadline.
    deadlines.setRemoveOnCancelPolicy(true);
    Timeout each = Timeout.ofMilliseconds(timeout.toMillis());
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(resolver)
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    .setMaxConnTotal(connections)
                    .setMaxConnPerRoute(connections)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(each)
                            .setSocketTimeout(each)
                            .build())
                    .build())
            .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(each).build())
            .setUserAgent(userAgent)
            .evictIdleConnections(IDLE)
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
  }

  @Override
  public Reply post(Notification notification, Instant time, String signature) {
    HttpPost post = new HttpPost(notification.webhook());
    post.setHeader("webhook-id", notification.id());
    post.setHeader("webhook-timestamp", Long.toString(time.getEpochSecond()));
    post.setHeader("webhook-signature", signature);
    post.setEntity(new ByteArrayEntity(notification.body(), ContentType.APPLICATION_JSON));
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> {
              boolean unused = post.cancel();
            },
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return reply(post, http.executeOpen(null, post, null));
    } catch (IOException e) {
      return new Reply.Unanswered(post.isCancelled() ? "timeout" : word(e));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return new Reply.Unanswered("not sendable");
    } finally {
      deadline.cancel(false);
    }
  }

  /** What it answered counts once its head is there: the rest is read a little way and dropped. */
  private static Reply reply(HttpPost post, ClassicHttpResponse response) {
    Header retryAfter = response.getFirstHeader("Retry-After");
    Reply.Answered answered =
        new Reply.Answered(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
    try (response) {
      HttpEntity entity = response.getEntity();
      InputStream body = entity == null ? null : entity.getContent();
      if (body != null && body.readNBytes(MOST_READ).length == MOST_READ) {
        // Closing would read it to its end.
        boolean unused = post.cancel();
      }
    } catch (IOException e) {
      log.debug("the rest of an answer was not to be had", e);
    }
    return answered;
  }

  private static String word(IOException e) {
    return switch (e) {
      case ForbiddenAddressException f -> "forbidden address";
      case UnknownHostException u -> "unknown host";
      case SocketTimeoutException t -> "timeout";
      case InterruptedIOException i -> "timeout";
      case SSLException s -> "tls";
      case ConnectException c -> "connection refused";
      case NoRouteToHostException n -> "no route";
      default -> "connection broken";
    };
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    http.close();
  }
}
