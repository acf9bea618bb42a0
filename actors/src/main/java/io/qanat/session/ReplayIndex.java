package io.qanat.session;

import io.qanat.codecs.entity.WakeInputDecoder;
import io.qanat.entity.core.Hash64;
import io.qanat.log.LogEntry;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * What history will bring, found in a first pass over the file: which messages between entities are
 * delivered in the span, and which wake-ups happen in it. So a replay can tell at once whether what
 * it produces has a recorded place to wait for.
 *
 * <p>A message is known by the input from outside that it goes back to (its root), its channel, and
 * its place among the messages of that root in that channel. Memory: about 60 bytes per entry.
 */
final class ReplayIndex implements SessionReader.Listener {
  private final LongHashSet messages = new LongHashSet();
  private final LongHashSet wakeUps = new LongHashSet();
  private final Ordinals ordinals = new Ordinals();
  private final Long2ObjectHashMap<Roots> roots = new Long2ObjectHashMap<>();
  private long entries;
  private long firstNanos;
  private long lastNanos;

  @Override
  public boolean onEntry(final LogEntry entry, final long logPosition) {
    firstNanos = entries++ == 0 ? entry.timeNanos() : firstNanos;
    lastNanos = Math.max(lastNanos, entry.timeNanos());
    final long root = rootOf(entry);
    roots.computeIfAbsent(entry.entity(), e -> new Roots(entry.seqNr())).add(root);
    if (Inputs.isPeerInput(entry.input())) {
      final long sender = Inputs.sender(entry.input());
      messages.add(
          message(root, sender, entry.entity(), ordinals.next(root, sender, entry.entity())));
    } else if (Inputs.template(entry.input()) == WakeInputDecoder.TEMPLATE_ID) {
      wakeUps.add(wakeUp(entry.entity(), Inputs.dueAt(entry.input())));
    }
    return true;
  }

  /** Root of a recorded entry: itself if it comes from outside, else that of its cause. */
  long rootOf(final LogEntry entry) {
    final LogEntry.Cause cause = entry.cause();
    return cause.entity() == 0
        ? root(entry.entity(), entry.seqNr())
        : rootOf(cause.entity(), cause.seqNr());
  }

  /** Root of an entry by its number; one before the span is its own. */
  long rootOf(final long entity, final long seqNr) {
    final Roots known = roots.get(entity);
    return known != null && known.has(seqNr) ? known.of(seqNr) : root(entity, seqNr);
  }

  static long root(final long entity, final long seqNr) {
    return Hash64.mix(Hash64.mix(Hash64.SEED, entity), seqNr);
  }

  static long message(final long root, final long sender, final long receiver, final long ordinal) {
    return Hash64.mix(channel(root, sender, receiver), ordinal);
  }

  private static long channel(final long root, final long sender, final long receiver) {
    return Hash64.mix(Hash64.mix(root, sender), receiver);
  }

  static long wakeUp(final long entity, final long dueAtNanos) {
    return Hash64.mix(Hash64.mix(~Hash64.SEED, entity), dueAtNanos);
  }

  boolean hasMessage(final long message) {
    return messages.contains(message);
  }

  boolean hasWakeUp(final long entity, final long dueAtNanos) {
    return wakeUps.contains(wakeUp(entity, dueAtNanos));
  }

  long entries() {
    return entries;
  }

  long firstNanos() {
    return firstNanos;
  }

  long lastNanos() {
    return lastNanos;
  }

  /** Counts the messages of a root in a channel. */
  static final class Ordinals {
    private final Long2LongHashMap counts = new Long2LongHashMap(0);

    long next(final long root, final long sender, final long receiver) {
      final long channel = channel(root, sender, receiver);
      final long ordinal = counts.get(channel) + 1;
      counts.put(channel, ordinal);
      return ordinal;
    }
  }

  /** The roots of one entity's entries, whose numbers have no gaps. */
  private static final class Roots {
    private final long firstSeqNr;
    private long[] values = new long[16];
    private int count;

    Roots(final long firstSeqNr) {
      this.firstSeqNr = firstSeqNr;
    }

    void add(final long root) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = root;
    }

    boolean has(final long seqNr) {
      return seqNr >= firstSeqNr && seqNr < firstSeqNr + count;
    }

    long of(final long seqNr) {
      return values[(int) (seqNr - firstSeqNr)];
    }
  }

  /** Fields of inputs that decide where they go in a replay. */
  static final class Inputs {
    private Inputs() {}

    static int template(final DirectBuffer input) {
      return new io.qanat.codecs.entity.MessageHeaderDecoder().wrap(input, 0).templateId();
    }

    static boolean isPeerInput(final DirectBuffer input) {
      return template(input) == io.qanat.codecs.entity.PeerInputDecoder.TEMPLATE_ID;
    }

    static boolean isPeerAck(final DirectBuffer input) {
      return template(input) == io.qanat.codecs.entity.PeerAckDecoder.TEMPLATE_ID;
    }

    /** Of a PeerInput or a PeerAck: both begin with it. */
    static long sender(final DirectBuffer input) {
      return input.getLong(
          io.qanat.codecs.entity.MessageHeaderDecoder.ENCODED_LENGTH,
          java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    static long dueAt(final DirectBuffer input) {
      return input.getLong(
          io.qanat.codecs.entity.MessageHeaderDecoder.ENCODED_LENGTH,
          java.nio.ByteOrder.LITTLE_ENDIAN);
    }
  }
}
