package dev.ascent.lm.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens HTTP clients that do what they are told and nothing more: no retries, redirects, cookies or
 * cached credentials, as each would make requests that nobody counted.
 */
final class HttpClients {
  private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);

  private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final TimeValue CONNECTION_LIFETIME = TimeValue.ofMinutes(5);

  /** Servers close idle connections; one that was idle for so long is checked before its use. */
  private static final TimeValue TRUSTED_IDLE_TIME = TimeValue.ofSeconds(1);

  private HttpClients() {}

  /**
   * Opens a client.
   *
   * @param closing whether it is being closed, when its reactors may fail in any way
   */
  static CloseableHttpAsyncClient open(
      Duration timeout, int maxConnections, BooleanSupplier closing) {
    CloseableHttpAsyncClient client =
        HttpAsyncClients.custom()
            .setConnectionManager(pool(timeout, maxConnections))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(timeout))
                    .setResponseTimeout(Timeout.of(timeout))
                    .build())
            .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(ioThreads()).build())
            .setIoReactorExceptionCallback(failure -> reactorFailed(failure, closing))
            .setThreadFactory(new DefaultThreadFactory("ascent-lm", true))
            .setUserAgent("ascent")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableConnectionState()
            .disableContentCompression()
            .build();
    client.start();
    return client;
  }

  private static void reactorFailed(Exception failure, BooleanSupplier closing) {
    if (!closing.getAsBoolean()) {
      LOG.error("An HTTP reactor failed", failure);
    }
  }

  private static PoolingAsyncClientConnectionManager pool(Duration timeout, int maxConnections) {
    Duration connectTimeout =
        timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0 ? timeout : MAX_CONNECT_TIMEOUT;
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setMaxConnTotal(maxConnections)
        .setMaxConnPerRoute(maxConnections)
        .setDefaultTlsConfig(
            TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connectTimeout))
                .setSocketTimeout(Timeout.of(timeout))
                .setTimeToLive(CONNECTION_LIFETIME)
                .setValidateAfterInactivity(TRUSTED_IDLE_TIME)
                .build())
        .build();
  }

  private static int ioThreads() {
    return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
  }
}
