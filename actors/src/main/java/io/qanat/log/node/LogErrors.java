package io.qanat.log.node;

import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.service.Cluster;
import io.aeron.exceptions.AeronException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ErrorHandler;

/** Every error of a node's parts: which is a notice, which ends the log, which failed its start. */
final class LogErrors implements ErrorHandler, LogService.Listener {
  /** How Aeron's archive says so; the error has no code of its own. */
  private static final String CHECKSUM_MISMATCH = "checksum mismatch";

  private static final int NOBODY = -1;

  private final Path dataDirectory;
  private final LogNode.Listener listener;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final AtomicBoolean isFatal = new AtomicBoolean();
  private volatile boolean isClosing;
  private volatile int announced = NOBODY;
  private volatile String lastError;

  LogErrors(final Path dataDirectory, final LogNode.Listener listener) {
    this.dataDirectory = dataDirectory;
    this.listener = listener;
  }

  @Override
  public void onError(final Throwable error) {
    if (isClosing) {
      return;
    }
    final String line = line(error);
    if (error instanceof ArchiveException archiveError
        && archiveError.errorCode() == ArchiveException.STORAGE_SPACE) {
      fatal("disk full: " + line, error);
    } else if (line.contains(CHECKSUM_MISMATCH)) {
      // Retried for as long as a start may take, to no avail.
      fatal("a recording is corrupt: " + line, error);
    } else if (error instanceof AeronException aeronError
        && aeronError.category() == AeronException.Category.WARN) {
      notice("log: " + line);
    } else {
      lastError = line;
      notice("log: " + line);
    }
  }

  /** From now on it is told who leads: there are several members. */
  void announceRoles(final int memberId) {
    announced = memberId;
  }

  @Override
  public void onRole(final Cluster.Role role) {
    if (announced != NOBODY) {
      notice("log: member " + announced + (role == Cluster.Role.LEADER ? " leads" : " follows"));
    }
  }

  @Override
  public void onReady() {
    ready.complete(null);
  }

  @Override
  public void onNotice(final String line) {
    notice(line);
  }

  @Override
  public void onFailed(final String message, final Throwable cause) {
    fatal(message, cause);
  }

  void fatal(final String message, final Throwable cause) {
    if (isClosing || !isFatal.compareAndSet(false, true)) {
      return;
    }
    final String line = "the log in " + dataDirectory + " has stopped: " + message;
    lastError = message;
    // Whoever still waits for the start is told there, everybody else by the listener.
    if (!ready.completeExceptionally(new LogStartException(line, cause))) {
      listener.onFatal(line);
    }
  }

  void notice(final String line) {
    listener.onNotice(line);
  }

  /** From now on parts fail because others were closed. */
  void closing() {
    isClosing = true;
  }

  boolean isFatal() {
    return isFatal.get();
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  String lastErrorText() {
    return lastError == null ? "" : "; last error: " + lastError;
  }

  LogStartException startFailure(final RuntimeException e) {
    if (e instanceof LogStartException startException) {
      return startException;
    }
    return new LogStartException(
        "the log in " + dataDirectory + " cannot start: " + line(e) + lastErrorText(), e);
  }

  /** The first line of what an error says. */
  static String line(final Throwable error) {
    final String message = error.getMessage();
    final String text = message == null ? error.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse(text);
  }
}
