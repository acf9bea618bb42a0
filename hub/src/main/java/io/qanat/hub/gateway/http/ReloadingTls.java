package io.qanat.hub.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate, read again when its files change: connections made from then on use the
 * new one, those under way go on. Files that cannot be used, half written ones too, leave the
 * certificate as it was and are tried again at the next look.
 */
final class ReloadingTls {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final TlsConfig config;
  private volatile SSLContext context;
  private byte[] loadedDigest;
  private byte[] failedDigest = new byte[0];

  /**
   * Reads the certificate.
   *
   * @throws IllegalStateException one line, if it cannot be used
   */
  ReloadingTls(final TlsConfig config) {
    this.config = config;
    try {
      final byte[] certificate = Files.readAllBytes(config.certificate());
      final byte[] key = Files.readAllBytes(config.privateKey());
      context = context(certificate, key);
      loadedDigest = digest(certificate, key);
    } catch (final IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "qanat.http.tls: "
              + config.certificate()
              + " and "
              + config.privateKey()
              + " cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  /** An engine for one connection, with the certificate of now. */
  SSLEngine engine() {
    final SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  /** Looks whether the files have changed; true if there is a new certificate. */
  synchronized boolean check() {
    byte[] digest = new byte[0];
    try {
      final byte[] certificate = Files.readAllBytes(config.certificate());
      final byte[] key = Files.readAllBytes(config.privateKey());
      digest = digest(certificate, key);
      if (Arrays.equals(digest, loadedDigest)) {
        return false;
      }
      context = context(certificate, key);
      loadedDigest = digest;
      LOG.info("tls certificate reloaded from {}", config.certificate());
      return true;
    } catch (final IOException | GeneralSecurityException e) {
      if (!Arrays.equals(digest, failedDigest)) {
        failedDigest = digest;
        LOG.warn(
            "tls certificate {} cannot be used, the old one stays: {}",
            config.certificate(),
            e.getMessage());
      }
      return false;
    }
  }

  private static SSLContext context(final byte[] certificatePem, final byte[] keyPem)
      throws IOException, GeneralSecurityException {
    final Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(certificatePem))
            .toArray(Certificate[]::new);
    if (chain.length == 0) {
      throw new GeneralSecurityException("there is no certificate");
    }
    final PrivateKey key = privateKey(new String(keyPem, StandardCharsets.US_ASCII));
    requireMatch((X509Certificate) chain[0], key);
    final char[] nothing = new char[0];
    final KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, nothing);
    store.setKeyEntry("hub", key, nothing, chain);
    final KeyManagerFactory keys =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, nothing);
    final SSLContext made = SSLContext.getInstance("TLS");
    made.init(keys.getKeyManagers(), null, null);
    return made;
  }

  private static PrivateKey privateKey(final String pem) throws GeneralSecurityException {
    final Matcher matcher = PRIVATE_KEY.matcher(pem);
    if (!matcher.find()) {
      throw new GeneralSecurityException("there is no key that begins with -----BEGIN PRIVATE KEY");
    }
    final PKCS8EncodedKeySpec encoded;
    try {
      encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    } catch (final IllegalArgumentException e) {
      throw new GeneralSecurityException("the key is not in Base64", e);
    }
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(encoded);
    } catch (final InvalidKeySpecException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(encoded);
    }
  }

  /** While one file is written and the other is not yet, they do not belong together. */
  private static void requireMatch(final X509Certificate certificate, final PrivateKey key)
      throws GeneralSecurityException {
    final String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          default -> "SHA256withECDSA";
        };
    final byte[] probe = "qanat".getBytes(StandardCharsets.US_ASCII);
    final java.security.Signature signature = java.security.Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    final byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key is not the certificate's");
    }
  }

  private static byte[] digest(final byte[] certificate, final byte[] key)
      throws GeneralSecurityException {
    final MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(certificate);
    return digest.digest(key);
  }
}
