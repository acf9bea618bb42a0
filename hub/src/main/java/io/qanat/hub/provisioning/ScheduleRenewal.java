package io.qanat.hub.provisioning;

import io.qanat.entity.Entities;
import io.qanat.hub.edge.Requests;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns configured local times into instants again and again, so that instruments always know some
 * days ahead. The same again changes nothing.
 */
public final class ScheduleRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRenewal.class);

  private final Provisioner provisioner;
  private final HubSetup setup;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ScheduleRenewal(
      final Provisioner provisioner, final HubSetup setup, final Duration interval) {
    this.provisioner = provisioner;
    this.setup = setup;
    this.interval = interval;
  }

  /** Begins after the first interval; with no schedule in the setup it does nothing. */
  public static ScheduleRenewal start(
      final Entities entities,
      final Requests requests,
      final HubSetup setup,
      final Duration timeout,
      final Duration interval) {
    final ScheduleRenewal renewal =
        new ScheduleRenewal(
            new Provisioner(
                entities,
                requests,
                timeout,
                new AdminMessages.Author("configuration", "", "the days to come")),
            setup,
            interval);
    if (setup.instruments().stream().anyMatch(i -> i.trading().schedule().isPresent())) {
      final Thread thread = new Thread(renewal::run, "schedule-renewal");
      thread.setDaemon(true);
      thread.start();
    }
    return renewal;
  }

  private void run() {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      LOG.info("schedules renewed {}", provisioner.applySchedules(setup));
    } catch (final RuntimeException e) {
      LOG.warn("schedules not renewed, to be tried again: {}", e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
