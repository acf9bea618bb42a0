package io.qanat.sharding;

import io.qanat.entity.EntityActor;
import io.qanat.entity.EntityProtocol.Message;
import io.qanat.entity.RuntimeCounters;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The entities that run on this node, so that a message to one of them needs no way through
 * sharding: 0.2 µs instead of 14 to 48 µs paced on a 2-core machine. Thread-safe.
 */
final class LocalEntities implements EntityActor.Presence {
  /** Where one entity may run; kept by whoever speaks to it. */
  static final class Place {
    private volatile ActorRef<Message> actor;

    /** The entity's actor on this node; null: it does not run here. */
    ActorRef<Message> actor() {
      return actor;
    }
  }

  private final ConcurrentHashMap<Long, Place> places = new ConcurrentHashMap<>();
  private final RuntimeCounters counters;

  LocalEntities(final RuntimeCounters counters) {
    this.counters = counters;
  }

  /** How many run here now. */
  int running() {
    int running = 0;
    for (final Place place : places.values()) {
      if (place.actor != null) {
        running++;
      }
    }
    return running;
  }

  /** The place of an entity, whether or not it runs here; always the same one. */
  Place place(final long entity) {
    final Place place = places.get(entity);
    return place == null ? places.computeIfAbsent(entity, key -> new Place()) : place;
  }

  @Override
  public void started(final long entity, final ActorRef<Message> actor) {
    place(entity).actor = actor;
  }

  /** A newer actor of the same entity stays. */
  @Override
  public void stopping(final long entity, final ActorRef<Message> actor) {
    final Place place = place(entity);
    synchronized (place) {
      if (actor.equals(place.actor)) {
        place.actor = null;
        counters.stops.increment();
      }
    }
  }

  @Override
  public void replayed(final int inputs, final long nanos) {
    counters.replayed(inputs, nanos);
  }
}
