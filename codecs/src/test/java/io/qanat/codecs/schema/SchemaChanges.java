package io.qanat.codecs.schema;

import io.qanat.codecs.schema.Schema.Block;
import io.qanat.codecs.schema.Schema.Code;
import io.qanat.codecs.schema.Schema.Data;
import io.qanat.codecs.schema.Schema.Field;
import io.qanat.codecs.schema.Schema.Group;
import io.qanat.codecs.schema.Schema.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a schema may not do to a released one. It only grows at the end: fields at the end of a
 * block, groups and variable parts at the end of a message (a group only where the message has no
 * variable part), codes and messages anywhere; each with a sinceVersion above the released version.
 */
final class SchemaChanges {
  private final List<String> violations = new ArrayList<>();
  private final int releasedVersion;

  private SchemaChanges(final int releasedVersion) {
    this.releasedVersion = releasedVersion;
  }

  /** Every violation, one line each; empty if both can read each other's bytes. */
  static List<String> violations(final Schema released, final Schema current) {
    final SchemaChanges changes = new SchemaChanges(released.ir().version());
    changes.compare(released, current);
    return changes.violations;
  }

  private void compare(final Schema released, final Schema current) {
    requireSame("schema id", released.ir().id(), current.ir().id());
    requireSame("byte order", released.ir().byteOrder(), current.ir().byteOrder());
    if (current.ir().version() < releasedVersion) {
      violations.add("version fell from " + releasedVersion + " to " + current.ir().version());
    }
    for (final Message message : released.messages().values()) {
      final Message now = current.messages().get(message.id());
      if (now == null) {
        violations.add(message.name() + ": gone");
      } else {
        requireSame(message.name() + ": name", message.name(), now.name());
        compare(message.name(), message.block(), now.block(), true);
      }
    }
    for (final Message message : current.messages().values()) {
      if (!released.messages().containsKey(message.id())) {
        requireNew(message.name(), message.sinceVersion(), current.ir().version());
      }
    }
  }

  private void compare(
      final String path, final Block released, final Block current, final boolean isMessage) {
    for (int i = 0; i < released.fields().size(); i++) {
      final Field field = released.fields().get(i);
      if (i >= current.fields().size()) {
        violations.add(path + "." + field.name() + ": gone");
      } else {
        compare(path + "." + field.name(), field, current.fields().get(i));
      }
    }
    for (int i = released.fields().size(); i < current.fields().size(); i++) {
      final Field field = current.fields().get(i);
      requireNew(path + "." + field.name(), field.sinceVersion(), Integer.MAX_VALUE);
    }
    for (int i = 0; i < released.groups().size(); i++) {
      final Group group = released.groups().get(i);
      final Group now = i < current.groups().size() ? current.groups().get(i) : null;
      final String groupPath = path + "." + group.name();
      if (now == null || now.id() != group.id() || !now.name().equals(group.name())) {
        violations.add(groupPath + ": gone or moved");
      } else {
        requireSame(groupPath + ": dimensions", group.dimensions(), now.dimensions());
        compare(groupPath, group.block(), now.block(), false);
      }
    }
    for (int i = 0; i < released.data().size(); i++) {
      final Data data = released.data().get(i);
      final Data now = i < current.data().size() ? current.data().get(i) : null;
      if (!data.equals(now)) {
        violations.add(path + "." + data.name() + ": gone, moved or changed");
      }
    }
    compareAdditions(path, released, current, isMessage);
  }

  private void compareAdditions(
      final String path, final Block released, final Block current, final boolean isMessage) {
    for (int i = released.groups().size(); i < current.groups().size(); i++) {
      final Group group = current.groups().get(i);
      requireNew(path + "." + group.name(), group.sinceVersion(), Integer.MAX_VALUE);
      if (!isMessage || !released.data().isEmpty()) {
        violations.add(path + "." + group.name() + ": a group added before the end");
      }
    }
    for (int i = released.data().size(); i < current.data().size(); i++) {
      final Data data = current.data().get(i);
      requireNew(path + "." + data.name(), data.sinceVersion(), Integer.MAX_VALUE);
      if (!isMessage) {
        violations.add(path + "." + data.name() + ": a variable part added inside a group");
      }
    }
  }

  private void compare(final String path, final Field released, final Field current) {
    requireSame(path + ": name", released.name(), current.name());
    requireSame(path + ": id", released.id(), current.id());
    requireSame(path + ": offset", released.offset(), current.offset());
    requireSame(path + ": type", released.type(), current.type());
    requireSame(path + ": length", released.length(), current.length());
    for (final Map.Entry<String, Code> code : released.codes().entrySet()) {
      requireSame(path + "=" + code.getKey(), code.getValue(), current.codes().get(code.getKey()));
    }
    for (final Map.Entry<String, Code> code : current.codes().entrySet()) {
      if (!released.codes().containsKey(code.getKey())) {
        requireNew(path + "=" + code.getKey(), code.getValue().sinceVersion(), Integer.MAX_VALUE);
      }
    }
  }

  private void requireSame(final String what, final Object released, final Object current) {
    if (!released.equals(current)) {
      violations.add(what + " changed from " + released + " to " + current);
    }
  }

  private void requireNew(final String what, final int sinceVersion, final int versionMax) {
    if (sinceVersion <= releasedVersion || sinceVersion > versionMax) {
      violations.add(
          "%s: added with sinceVersion %d, released is %d"
              .formatted(what, sinceVersion, releasedVersion));
    }
  }
}
