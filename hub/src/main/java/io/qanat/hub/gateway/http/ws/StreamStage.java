package io.qanat.hub.gateway.http.ws;

import io.qanat.hub.gateway.http.StreamConfig;
import java.time.Duration;
import java.util.function.BiFunction;
import org.agrona.concurrent.NanoClock;
import org.apache.pekko.http.impl.engine.ws.FrameEvent;
import org.apache.pekko.http.impl.engine.ws.ProtocolException;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket: frames in, frames out at the pace at which the client takes them,
 * heartbeats, and an end with a code. What is said in messages is {@link StreamConnection}'s.
 */
final class StreamStage extends GraphStage<FlowShape<FrameEvent, FrameEvent>> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamStage.class);
  private static final String HEARTBEAT = "heartbeat";
  private static final String CLOSING = "closing";
  private static final int SILENT_HEARTBEATS = 3;

  private final Inlet<FrameEvent> in = Inlet.create("frames.in");
  private final Outlet<FrameEvent> out = Outlet.create("frames.out");
  private final FlowShape<FrameEvent, FrameEvent> shape = FlowShape.of(in, out);
  private final StreamConfig config;
  private final StreamCounters counters;
  private final NanoClock clock;
  private final BiFunction<Wire, Outbox, StreamConnection> connections;

  /**
   * A stage for one client.
   *
   * @param connections makes the one that speaks with it
   */
  StreamStage(
      final StreamConfig config,
      final StreamCounters counters,
      final NanoClock clock,
      final BiFunction<Wire, Outbox, StreamConnection> connections) {
    this.config = config;
    this.counters = counters;
    this.clock = clock;
    this.connections = connections;
  }

  @Override
  public FlowShape<FrameEvent, FrameEvent> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(final Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic
      implements FrameReader.Handler, Wire, Outbox.Owner {
    private final FrameReader reader = new FrameReader(config.messageBytesMax(), this);
    private final Outbox outbox =
        new Outbox(config.outboxMessagesMax(), config.outboxBytesMax(), counters, this);
    private final AsyncCallback<Runnable> callback = createAsyncCallback(Runnable::run);
    private final StreamConnection connection = connections.apply(this, outbox);
    private FrameEvent closeFrame;
    private ByteString pong;
    private boolean pingDue;
    private boolean broken;
    private boolean closing;
    private boolean closeSent;
    private boolean peerClosed;
    private boolean sentSinceHeartbeat;
    private long receivedAtNanos;
    private long takenAtNanos;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              receive(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              completeStage();
            }

            @Override
            public void onUpstreamFailure(final Throwable e) {
              if (e instanceof ProtocolException && !closing) {
                peerClosed = true;
                close(CloseCode.PROTOCOL_ERROR, "not a frame");
              } else {
                // The transport broke: there is nobody to tell.
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              send();
            }
          });
    }

    @Override
    public void preStart() {
      receivedAtNanos = clock.nanoTime();
      takenAtNanos = receivedAtNanos;
      // At half of it, so that the hub is never silent for longer than the whole.
      final Duration interval = config.heartbeat().dividedBy(2);
      scheduleWithFixedDelay(HEARTBEAT, interval, interval);
      pull(in);
      connection.onOpen();
    }

    @Override
    public void postStop() {
      outbox.close();
      connection.onClosed();
    }

    private void receive(final FrameEvent event) {
      receivedAtNanos = clock.nanoTime();
      if (broken || closing) {
        // Only the other side's good-bye is of interest still, and nothing is collected.
        if (Frames.isClose(event)) {
          onClose();
        }
      } else {
        read(event);
      }
      if (!isClosed(in) && !hasBeenPulled(in)) {
        pull(in);
      }
    }

    private void read(final FrameEvent event) {
      try {
        reader.on(event);
      } catch (final FrameReader.Violation e) {
        broken = true;
        close(e.code(), e.getMessage());
      } catch (final RuntimeException e) {
        LOG.error("a stream failed on a message", e);
        broken = true;
        close(CloseCode.INTERNAL, "the hub failed on this message");
      }
    }

    @Override
    public void onText(final byte[] utf8) {
      counters.messagesIn.increment();
      connection.onText(utf8);
    }

    @Override
    public void onPing(final ByteString payload) {
      // Of several that could not be answered yet, the last is enough.
      pong = payload;
      send();
    }

    @Override
    public void onPong() {
      // That something came is all it says.
    }

    @Override
    public void onClose() {
      peerClosed = true;
      if (closeSent) {
        completeStage();
      } else if (!closing) {
        close(CloseCode.NORMAL, "");
      }
    }

    @Override
    public void onTimer(final Object timer) {
      if (CLOSING.equals(timer)) {
        if (closeSent) {
          completeStage();
        } else {
          // The client takes nothing: only an end without words is left.
          failStage(new Unreachable());
        }
        return;
      }
      final long nowNanos = clock.nanoTime();
      if (closing) {
        return;
      }
      if (nowNanos - receivedAtNanos >= SILENT_HEARTBEATS * config.heartbeat().toNanos()) {
        close(CloseCode.SILENT, "nothing came for " + SILENT_HEARTBEATS + " heartbeats");
      } else if (!isAvailable(out)
          && !outbox.isEmpty()
          && nowNanos - takenAtNanos >= config.stallTimeout().toNanos()) {
        close(CloseCode.SLOW_CONSUMER, "nothing was taken for too long");
      } else {
        pingDue = true;
        if (!sentSinceHeartbeat) {
          connection.onHeartbeatDue();
        }
        sentSinceHeartbeat = false;
        send();
      }
    }

    private void send() {
      if (!isAvailable(out)) {
        return;
      }
      takenAtNanos = clock.nanoTime();
      if (closing) {
        sendClose();
      } else if (pong != null) {
        push(out, Frames.pong(pong));
        pong = null;
      } else if (pingDue) {
        pingDue = false;
        push(out, Frames.ping());
      } else {
        final ByteString message = outbox.poll();
        if (message != null) {
          sentSinceHeartbeat = true;
          counters.messagesOut.increment();
          push(out, Frames.text(message));
        }
      }
    }

    private void sendClose() {
      if (!closeSent) {
        closeSent = true;
        push(out, closeFrame);
      }
      if (peerClosed) {
        completeStage();
      }
    }

    @Override
    public void onReady() {
      callback.invoke(this::send);
    }

    @Override
    public void onOverflow() {
      close(CloseCode.SLOW_CONSUMER, "more waits than is kept; resume after reconnecting");
    }

    @Override
    public void execute(final Runnable onThread) {
      callback.invoke(onThread);
    }

    @Override
    public void close(final CloseCode code, final String reason) {
      callback.invoke(
          () -> {
            if (!closing) {
              closing = true;
              counters.closed(code);
              closeFrame = Frames.close(code, reason);
              outbox.close();
              connection.onClosed();
              scheduleOnce(CLOSING, config.closeTimeout());
              send();
            }
          });
    }
  }

  /** A client that takes nothing any more; nobody needs its trace. */
  private static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable() {
      super("a client takes nothing, not even its end", null, false, false);
    }
  }
}
