package io.qanat.hub.gateway.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.model.HttpMethod;

/** Finds the operation of a method and a path. Literal segments win over parameters. */
final class Router {
  /** What was found. */
  sealed interface Match permits Found, WrongMethod, NoSuchPath {}

  record Found(Operation operation, Map<String, String> parameters) implements Match {}

  record WrongMethod(Set<String> allowed) implements Match {}

  record NoSuchPath() implements Match {}

  private final List<Operation> operations;

  /**
   * Routes to these.
   *
   * @throws IllegalArgumentException if two have the same id, or the same method and path
   */
  Router(final List<Operation> operations) {
    final Set<String> seen = new HashSet<>();
    for (final Operation operation : operations) {
      if (!seen.add(operation.id()) || !seen.add(operation.toString())) {
        throw new IllegalArgumentException("an operation is there twice: " + operation);
      }
    }
    this.operations = List.copyOf(operations);
  }

  List<Operation> operations() {
    return operations;
  }

  Match match(final HttpMethod method, final List<String> segments) {
    final Set<String> allowed = new TreeSet<>();
    Operation best = null;
    for (final Operation operation : operations) {
      if (matches(operation.segments(), segments)) {
        allowed.add(operation.method().name());
        if (operation.method().equals(method) && (best == null || isMoreLiteral(operation, best))) {
          best = operation;
        }
      }
    }
    if (best != null) {
      return new Found(best, parameters(best.segments(), segments));
    }
    return allowed.isEmpty() ? new NoSuchPath() : new WrongMethod(allowed);
  }

  private static boolean matches(final List<String> pattern, final List<String> segments) {
    if (pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!isParameter(pattern.get(i)) && !pattern.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMoreLiteral(final Operation a, final Operation b) {
    for (int i = 0; i < a.segments().size(); i++) {
      final boolean parameterOfA = isParameter(a.segments().get(i));
      if (parameterOfA != isParameter(b.segments().get(i))) {
        return !parameterOfA;
      }
    }
    return false;
  }

  private static Map<String, String> parameters(
      final List<String> pattern, final List<String> segments) {
    final Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      if (isParameter(pattern.get(i))) {
        parameters.put(pattern.get(i).substring(1, pattern.get(i).length() - 1), segments.get(i));
      }
    }
    return parameters;
  }

  private static boolean isParameter(final String segment) {
    return segment.startsWith("{");
  }

  /** The parts of a path between its slashes. */
  static List<String> segments(final String path) {
    return new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
  }
}
