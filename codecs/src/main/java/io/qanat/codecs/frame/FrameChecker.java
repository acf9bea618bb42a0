package io.qanat.codecs.frame;

import io.qanat.codecs.frame.BlockLayout.DataLayout;
import io.qanat.codecs.frame.BlockLayout.FixedField;
import io.qanat.codecs.frame.BlockLayout.GroupLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Says whether bytes are a whole message of one schema. A generated decoder trusts its input; after
 * {@link FrameCheck#isDecodable()} it may.
 *
 * <p>Versions: a schema only grows at the end, so a frame of an older version must be as long as
 * that version was, and a frame of a newer one at least as long as this; what a newer one has
 * beyond that is not looked at. The work is bounded by the frame's length.
 */
public final class FrameChecker {
  /** Order entry, both directions. */
  public static final FrameChecker ORDER_ENTRY = new FrameChecker("order-entry.xml");

  /** Market data. */
  public static final FrameChecker MARKET_DATA = new FrameChecker("market-data.xml");

  /** What liquidity providers say and hear, and the pools made of it. */
  public static final FrameChecker LIQUIDITY = new FrameChecker("liquidity.xml");

  /** Inputs of entities, messages between them, their snapshots; a body inside is not looked at. */
  public static final FrameChecker ENTITY = new FrameChecker("entity.xml");

  /** Messages to and from the log; an input inside is not looked at. */
  public static final FrameChecker LOG = new FrameChecker("log.xml");

  /** Records of session files; an input inside is not looked at. */
  public static final FrameChecker SESSION = new FrameChecker("session.xml");

  private static final int HEADER_LENGTH = 8;
  private static final int DIMENSION_LENGTH = 4;
  private static final long TRUNCATED = -1;
  private static final long BLOCK_TOO_SHORT = -2;
  private static final long UNKNOWN_VALUE_FLAG = 1L << 32;

  private final int schemaId;
  private final int schemaVersion;
  private final Int2ObjectHashMap<Block> messages = new Int2ObjectHashMap<>();

  private FrameChecker(final String resource) {
    final SchemaReader schema = SchemaReader.read(resource);
    schemaId = schema.schemaId();
    schemaVersion = schema.version();
    for (final Map.Entry<Integer, BlockLayout> message : schema.messages().entrySet()) {
      messages.put(message.getKey().intValue(), new Block(message.getValue(), schemaVersion));
    }
  }

  /** Checks the bytes of one frame, SBE header first. Never throws, whatever they are. */
  public FrameCheck check(final DirectBuffer buffer, final int offset, final int length) {
    if (length < HEADER_LENGTH) {
      return FrameCheck.TOO_SHORT;
    }
    final int blockLength = uint16(buffer, offset);
    final int version = uint16(buffer, offset + 6);
    if (uint16(buffer, offset + 4) != schemaId) {
      return FrameCheck.UNKNOWN_SCHEMA;
    }
    final Block message = messages.get(uint16(buffer, offset + 2));
    if (message == null) {
      return FrameCheck.UNKNOWN_TEMPLATE;
    }
    final int end = offset + length;
    final long reached =
        message.check(
            buffer, offset + HEADER_LENGTH, blockLength, Math.min(version, schemaVersion), end);
    if (reached == TRUNCATED) {
      return FrameCheck.TRUNCATED;
    }
    if (reached == BLOCK_TOO_SHORT) {
      return FrameCheck.BLOCK_TOO_SHORT;
    }
    if (version <= schemaVersion && (int) reached != end) {
      return FrameCheck.TRAILING_BYTES;
    }
    return reached < UNKNOWN_VALUE_FLAG ? FrameCheck.OK : FrameCheck.UNKNOWN_VALUE;
  }

  private static int uint16(final DirectBuffer buffer, final int at) {
    return buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }

  /** A layout in arrays, to be walked without iterators. */
  private static final class Block {
    private final int[] lengthByVersion;
    private final CodeField[] codeFields;
    private final Group[] groups;
    private final int[] dataSince;

    Block(final BlockLayout layout, final int schemaVersion) {
      lengthByVersion = new int[schemaVersion + 1];
      Arrays.setAll(lengthByVersion, layout::lengthOf);
      codeFields =
          layout.fields().stream()
              .filter(field -> !field.codes().isEmpty())
              .map(CodeField::new)
              .toArray(CodeField[]::new);
      groups =
          layout.groups().stream()
              .map(group -> new Group(group, schemaVersion))
              .toArray(Group[]::new);
      dataSince = layout.data().stream().mapToInt(DataLayout::sinceVersion).toArray();
    }

    /** Returns the position behind this block, perhaps flagged, or a negative reason. */
    long check(
        final DirectBuffer buffer,
        final int at,
        final int blockLength,
        final int version,
        final int end) {
      if (blockLength < lengthByVersion[version]) {
        return BLOCK_TOO_SHORT;
      }
      if (blockLength > end - at) {
        return TRUNCATED;
      }
      long flag = hasKnownCodes(buffer, at, version) ? 0 : UNKNOWN_VALUE_FLAG;
      int position = at + blockLength;
      for (final Group group : groups) {
        if (group.since <= version) {
          final long reached = group.check(buffer, position, version, end);
          if (reached < 0) {
            return reached;
          }
          flag |= reached & UNKNOWN_VALUE_FLAG;
          position = (int) reached;
        }
      }
      for (final int since : dataSince) {
        if (since <= version) {
          if (end - position < Integer.BYTES) {
            return TRUNCATED;
          }
          final long length = buffer.getInt(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
          position += Integer.BYTES;
          if (length > end - position) {
            return TRUNCATED;
          }
          position += (int) length;
        }
      }
      return position | flag;
    }

    private boolean hasKnownCodes(final DirectBuffer buffer, final int at, final int version) {
      for (final CodeField field : codeFields) {
        if (field.since <= version && !field.isKnownAt(buffer, at)) {
          return false;
        }
      }
      return true;
    }
  }

  /** A field that must carry one of a set of codes. */
  private static final class CodeField {
    private final int offset;
    private final int length;
    private final int since;
    private final long[] codes;

    CodeField(final FixedField field) {
      offset = field.offset();
      length = field.length();
      since = field.sinceVersion();
      codes = field.codes().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    boolean isKnownAt(final DirectBuffer buffer, final int block) {
      final int at = block + offset;
      final long code = length == Byte.BYTES ? buffer.getByte(at) & 0xFF : uint16(buffer, at);
      return Arrays.binarySearch(codes, code) >= 0;
    }
  }

  /** A repeating group. */
  private static final class Group {
    private final int since;
    private final Block entry;

    Group(final GroupLayout layout, final int schemaVersion) {
      since = layout.sinceVersion();
      entry = new Block(layout.entry(), schemaVersion);
    }

    long check(final DirectBuffer buffer, final int at, final int version, final int end) {
      if (end - at < DIMENSION_LENGTH) {
        return TRUNCATED;
      }
      final int blockLength = uint16(buffer, at);
      final int count = uint16(buffer, at + 2);
      if (blockLength < entry.lengthByVersion[version]) {
        return BLOCK_TOO_SHORT;
      }
      long flag = 0;
      int position = at + DIMENSION_LENGTH;
      for (int i = 0; i < count; i++) {
        final long reached = entry.check(buffer, position, blockLength, version, end);
        if (reached < 0) {
          return reached;
        }
        flag |= reached & UNKNOWN_VALUE_FLAG;
        position = (int) reached;
      }
      return position | flag;
    }
  }
}
