package io.qanat.hub.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qanat.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with certificates made by the JDK's keytool, replaced while the server runs. */
class HttpTlsTest {
  @TempDir private Path folder;

  /** Writes a new self-signed certificate and its key as PEM. */
  private void certificate(final String name) throws Exception {
    final Path store = folder.resolve(name + ".p12");
    final Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "hub",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    final KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    write("tls.crt", "CERTIFICATE", keys.getCertificate("hub").getEncoded());
    write("tls.key", "PRIVATE KEY", keys.getKey("hub", "changeit".toCharArray()).getEncoded());
  }

  private void write(final String file, final String kind, final byte[] der) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  private HttpConfig config(final String tls) {
    return HttpConfig.of(
        ConfigFactory.parseString("qanat.http { port = 0, tls { " + tls + " } }")
            .withFallback(ConfigFactory.load()));
  }

  private HttpConfig config() {
    return config(
        "enabled = true, check = 50 ms, certificate = \""
            + folder.resolve("tls.crt")
            + "\", private-key = \""
            + folder.resolve("tls.key")
            + "\"");
  }

  @Test
  void aNewCertificateIsUsedWithoutARestart() throws Exception {
    certificate("first");
    final ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "tls",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load()));
    try (HttpGateway gateway =
        HttpGateway.start(
            system,
            config(),
            Doorkeeper.create(
                null,
                (credentials, remote) ->
                    CompletableFuture.completedFuture(new Authenticator.Denied()),
                config(),
                system.executionContext(),
                SystemNanoClock.INSTANCE),
            List.of(new HealthModule(() -> true)),
            new SimpleMeterRegistry(),
            SystemNanoClock.INSTANCE)) {
      assertThat(gateway.baseUri()).startsWith("https://");
      assertThat(served(gateway.port())).isEqualTo("CN=first HTTP/1.1 200 OK");

      // What cannot be used leaves the certificate as it was.
      Files.writeString(folder.resolve("tls.key"), "half a fi");
      assertThat(served(gateway.port())).isEqualTo("CN=first HTTP/1.1 200 OK");

      certificate("second");
      final long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      String served = served(gateway.port());
      while (!served.startsWith("CN=second") && System.nanoTime() < deadline) {
        served = served(gateway.port());
      }
      assertThat(served).isEqualTo("CN=second HTTP/1.1 200 OK");
    } finally {
      system.terminate();
    }
  }

  /** The name on the certificate of a new connection, and the answer on it. */
  private static String served(final int port) throws Exception {
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      final String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      final X509Certificate certificate =
          (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName()
          + " "
          + answer.lines().findFirst().orElse("");
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtStart() throws Exception {
    certificate("first");
    final byte[] key = Files.readAllBytes(folder.resolve("tls.key"));
    certificate("second");
    Files.write(folder.resolve("tls.key"), key);
    final TlsConfig tls = config().tls().orElseThrow();
    assertThatThrownBy(() -> new ReloadingTls(tls))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tls.crt")
        .hasMessageContaining("the key is not the certificate's");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> config("enabled = true"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("qanat.http.tls.certificate is missing");
    assertThatThrownBy(() -> new ReloadingTls(config().tls().orElseThrow()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tls.crt");
  }

  /** Trusts everybody: the test looks at the certificate itself. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String type) {
      throw new UnsupportedOperationException("a client");
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String type) {
      assertThat(chain).isNotEmpty();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
