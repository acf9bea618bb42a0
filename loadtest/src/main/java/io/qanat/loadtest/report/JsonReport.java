package io.qanat.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes a run's figures to a file. */
public final class JsonReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  /** Writes {@code figures} in their order; {@code file} null: nowhere. */
  public static void write(final Path file, final Map<String, ?> figures) throws IOException {
    if (file != null) {
      JSON.writeValue(file.toFile(), figures);
    }
  }
}
