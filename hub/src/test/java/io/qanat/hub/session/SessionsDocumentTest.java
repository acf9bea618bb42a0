package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of {@code hub/SESSIONS.md} in their order, against a demonstration that trades
 * meanwhile.
 */
class SessionsDocumentTest {
  private static final Path DOCUMENT = Path.of("SESSIONS.md");
  private static final Pattern BLOCK = Pattern.compile("```(sh|json)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PRICE = Pattern.compile("EURUSD +[0-9]");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final String JAR = "java -jar hub/target/qanat.jar ";

  @TempDir private Path folder;
  private LiveDemo demo;
  private int commands;

  @Test
  void theCommandsDoWhatTheDocumentSays() throws Exception {
    final Matcher blocks = BLOCK.matcher(Files.readString(DOCUMENT));
    try {
      while (blocks.find()) {
        if (blocks.group(1).equals("json")) {
          Files.writeString(folder.resolve("own.orders"), blocks.group(2));
        } else {
          for (final String line : blocks.group(2).strip().lines().toList()) {
            run(line);
          }
        }
      }
    } finally {
      if (demo != null) {
        demo.close();
      }
    }
    assertThat(commands).isEqualTo(20);
  }

  private void run(final String line) throws Exception {
    commands++;
    if (line.startsWith("curl ")) {
      order(line);
      return;
    }
    assertThat(line).startsWith(JAR);
    final List<String> args = words(line.substring(JAR.length()));
    if (args.get(0).equals("demo")) {
      startDemo();
      return;
    }
    if (args.contains("mark")) {
      args.addAll(List.of("--url", demo.url().toString()));
    }
    if (args.contains("--serve")) {
      // It goes on for as long as people watch it.
      return;
    }
    final Cli.Run run = Cli.run(args.toArray(String[]::new));
    assertThat(run.exit()).as(line + "\n" + run.out() + run.err()).isZero();
    check(line, run);
    if (args.contains("export")) {
      exported(run);
    }
  }

  private void startDemo() throws IOException {
    demo = new LiveDemo(folder.resolve("qanat"));
    Files.writeString(folder.resolve("operator.key"), demo.operatorKey());
    LiveDemo.await(() -> PRICE.matcher(demo.out()).find(), "a price");
  }

  private void order(final String line) throws IOException, InterruptedException {
    final List<String> words = words(line);
    final HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(words.get(4).replace("http://127.0.0.1:8080", demo.url().toString())))
            .header("Authorization", "Bearer " + demo.partnerKey())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(words.get(words.indexOf("-d") + 1)))
            .build();
    final HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  private void exported(final Cli.Run run) throws IOException {
    assertThat(run.out()).contains("12 entities");
    final Cli.Run verify =
        Cli.run("session", "verify", folder.resolve("fat-finger.session").toString());
    assertThat(verify.lastLine()).as(verify.out()).startsWith("identical: 12 entities, ");
    assertThat(demo.finish()).as(demo.out()).isTrue();
  }

  /** What each command's words in the document promise. */
  private void check(final String line, final Cli.Run run) throws IOException {
    final String last = run.lastLine();
    if (line.contains("hub/sessions")) {
      checkShipped(line, run);
    } else if (line.contains(" session list ")) {
      assertThat(run.out()).startsWith("fat-finger  ").endsWith("1 sessions\n");
    } else if (line.contains(" session show ")) {
      assertThat(run.out())
          .contains("session      fat-finger", "instrument-1 ", "recorded by  qanat");
    } else if (line.contains(" session verify ")) {
      assertThat(last).matches("identical: \\d+ entities, \\d+ inputs, every hash as recorded");
    } else if (line.contains("--orders")) {
      assertThat(last).startsWith("history: ").doesNotContain(" 0 new inputs");
      assertTheOwnOrderIsFilled(folder.resolve("own.events"));
    } else if (line.contains(" session replay ")) {
      assertThat(last).isEqualTo("as recorded: every output of every input");
      makeSuite(line);
    } else if (line.contains(" session test ")) {
      assertThat(last).isEqualTo("1 passed");
    }
  }

  private static void checkShipped(final String line, final Cli.Run run) {
    final String last = run.lastLine();
    if (line.contains(" show ")) {
      assertThat(run.out())
          .contains("session      fat-finger", "instrument-1 ")
          .doesNotContain("instrument-2 ");
    } else if (line.contains(" verify ")) {
      assertThat(last).matches("identical: \\d+ entities, \\d+ inputs, every hash as recorded");
    } else if (line.contains(" replay ")) {
      assertThat(last).isEqualTo("as recorded: every output of every input");
    } else {
      assertThat(last).isEqualTo("1 passed");
    }
  }

  /** The sale that was a mistake finds the bid far below the market. */
  private static void assertTheOwnOrderIsFilled(final Path events) throws IOException {
    assertThat(Files.readAllLines(events).stream().filter(e -> e.contains("ExecutionReport")))
        .satisfiesExactly(
            accepted -> assertThat(accepted).contains("\"execType\":\"NEW\""),
            filled ->
                assertThat(filled)
                    .contains(
                        "\"execType\":\"TRADE\"",
                        "\"ordStatus\":\"FILLED\"",
                        "\"lastPx\":\"0.9\"",
                        "\"lastQty\":\"1000\""));
  }

  /** The folder of the document's suite: the session, and the events that were just written. */
  private void makeSuite(final String line) throws IOException {
    if (line.contains("trades.events")) {
      final Path suite = Files.createDirectories(folder.resolve("suite"));
      Files.copy(folder.resolve("fat-finger.session"), suite.resolve("a.session"));
      Files.copy(folder.resolve("trades.events"), suite.resolve("a.events"));
    }
  }

  /** Words of a shell's line, with the files of the document where they are here. */
  private List<String> words(final String line) {
    final List<String> words = new ArrayList<>();
    final Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = matcher.group();
      for (int i = 1; i <= matcher.groupCount(); i++) {
        word = matcher.group(i) == null ? word : matcher.group(i);
      }
      words.add(place(word));
    }
    return words;
  }

  private String place(final String word) {
    if (word.startsWith("hub/sessions")) {
      return word.substring("hub/".length());
    }
    if (word.equals("/tmp/qanat")) {
      return folder.resolve("qanat").toString();
    }
    if (word.equals("suite")) {
      return folder.resolve("suite").toString();
    }
    return word.matches("[a-z-]+\\.(session|events|orders|key|xml)")
        ? folder.resolve(word).toString()
        : word;
  }
}
