package io.qanat.loadtest.lobster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.fix.Side;
import io.qanat.loadtest.lobster.Operation.Cancel;
import io.qanat.loadtest.lobster.Operation.Execute;
import io.qanat.loadtest.lobster.Operation.Place;
import io.qanat.loadtest.lobster.Operation.Reduce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LobsterReplayTest {
  private static final LobsterMessage FIRST = message("1", 7, 10, 100, Side.BUY);
  private static final BookRow ROW_0 = row("110,5,100,30,120,6,90,40");

  @TempDir private Path folder;

  @Test
  void seedsTheFirstRowWithItsOwnOrderBehindTheAnonymousQuantity() {
    assertThat(texts(new LobsterReplay(2).seed(FIRST, ROW_0)))
        .containsExactly(
            "place A1 BUY 20@100",
            "place L7 BUY 10@100",
            "place A2 BUY 40@90",
            "place A3 SELL 5@110",
            "place A4 SELL 6@120");
  }

  @Test
  void unknownOrdersMeanTheAnonymousQuantityOfTheirLevel() {
    final LobsterReplay replay = seeded();
    assertThat(
            texts(
                replay.next(message("2", 999, 3, 100, Side.BUY), row("110,5,100,27,120,6,90,40"))))
        .containsExactly("reduce A1 to 17");
    assertThat(
            texts(
                replay.next(message("4", 998, 17, 100, Side.BUY), row("110,5,100,10,120,6,90,40"))))
        .containsExactly("SELL 17@100 against A1");
    assertThat(
            texts(replay.next(message("4", 7, 4, 100, Side.BUY), row("110,5,100,6,120,6,90,40"))))
        .containsExactly("SELL 4@100 against L7");
  }

  @Test
  void loadsALevelRevealedAtTheBottomAndForgetsWhatFallsOut() {
    final LobsterReplay replay = seeded();
    assertThat(
            texts(
                replay.next(message("3", 555, 5, 110, Side.SELL), row("120,6,100,30,125,9,90,40"))))
        .containsExactly("cancel A3", "place A5 SELL 9@125");
    assertThat(replay.levelsLoaded()).isEqualTo(1);
    assertThat(texts(replay.next(message("1", 8, 1, 95, Side.BUY), row("120,6,100,30,125,9,95,1"))))
        .containsExactly("place L8 BUY 1@95", "cancel A2");
  }

  @Test
  void neverCorrectsAnythingElse() {
    final LobsterReplay replay = seeded();
    assertThat(replay.next(message("5", 0, 5, 110, Side.SELL), row("111,5,100,30,120,6,90,40")))
        .isEmpty();
    assertThat(replay.levelsLoaded()).isZero();
  }

  @Test
  void withoutABookUnknownOrdersAreDroppedAndCounted() {
    final LobsterReplay replay = new LobsterReplay(0);
    assertThat(replay.next(message("3", 1, 5, 110, Side.SELL), null)).isEmpty();
    assertThat(replay.dropped()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,9,1,1,1,1", "1,1,1,1,1,0", "1,1,1,0,1,1", "1,1,1", "x,1,1,1,1,1"})
  void namesTheRowItCannotRead(final String line) throws IOException {
    final Path file = folder.resolve("messages.csv");
    Files.writeString(file, "34200.1,1,5,10,1000,1\n" + line + "\n");
    assertThatThrownBy(() -> LobsterFiles.readMessages(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("messages.csv row 1");
  }

  @Test
  void levelsThatDoNotExistAreLeftOut() {
    assertThat(row("110,5,100,30,9999999999,0,-9999999999,0"))
        .isEqualTo(
            new BookRow(List.of(new BookRow.Level(100, 30)), List.of(new BookRow.Level(110, 5))));
  }

  private static LobsterReplay seeded() {
    final LobsterReplay replay = new LobsterReplay(2);
    replay.seed(FIRST, ROW_0);
    return replay;
  }

  private static LobsterMessage message(
      final String type, final long id, final long size, final long price, final Side side) {
    final int direction = side == Side.BUY ? 1 : -1;
    return readOne(
        "34200.000000001," + type + "," + id + "," + size + "," + price + "," + direction);
  }

  private static LobsterMessage readOne(final String line) {
    return withFile(line, file -> LobsterFiles.readMessages(file).get(0));
  }

  private static BookRow row(final String line) {
    return withFile(line, file -> LobsterFiles.readBook(file).get(0));
  }

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T withFile(final String line, final Reader<T> reader) {
    try {
      final Path file = Files.createTempFile("lobster", ".csv");
      try {
        return reader.read(Files.writeString(file, line));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> texts(final List<Operation> plan) {
    return plan.stream().map(LobsterReplayTest::text).toList();
  }

  private static String text(final Operation operation) {
    if (operation instanceof Place place) {
      return "place " + place.order();
    } else if (operation instanceof Reduce reduce) {
      return "reduce " + reduce.order().name() + " to " + reduce.newOrderQty();
    } else if (operation instanceof Cancel cancel) {
      return "cancel " + cancel.order().name();
    } else {
      final Execute execute = (Execute) operation;
      return execute.side()
          + " "
          + execute.qty()
          + "@"
          + execute.price()
          + " against "
          + execute.resting().name();
    }
  }
}
