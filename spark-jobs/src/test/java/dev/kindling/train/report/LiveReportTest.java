package dev.kindling.train.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.progress.TestSummaries;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveReportTest {
  private static final int STEPS = 40; // ten rounds

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long nanos = -12_345; // System.nanoTime() begins anywhere
  private Workspace files;
  private Path page;
  private LiveReport report;

  @BeforeEach
  void open() throws IOException {
    files = new Workspace(folder.toString(), new Configuration(false));
    page = folder.resolve("runs/test/report.html");
    PipelineConfig config =
        ConfigLoader.parse(
            """
            corpus: {inputs: {none: {path: none}}}
            examples: {gpt: {kind: next-word, sequence-length: 16, shards: 12}}
            runs: {test: {examples: gpt, model: {architecture: gpt, layers: 1, hidden: 16, heads: 2}}}
            """,
            "test",
            List.of());
    Console console = new Console(new PrintStream(printed, true, UTF_8));
    report = new LiveReport(files, config, "test", STEPS, console, () -> nanos);
    report.started(new RunState(2, 8, 100, 0, List.of(), new StateVectors()), List.of());
  }

  @Test
  void shouldTellHowFarTheRunIsFromItsFirstRoundOn() throws IOException {
    round(3, Duration.ofSeconds(2));

    assertThat(html().select(".headline").text())
        .contains("30.0 %", "step 12 of 40") // four of them in this process, in two seconds
        .contains("14.0 s");
    assertThat(html().select("meta[http-equiv=refresh]").attr("content"))
        .startsWith(Integer.toString(LiveReport.REFRESH_SECONDS));
  }

  @Test
  void shouldWaitUntilABrowserReadsThePageAgain() throws IOException {
    round(3, Duration.ofSeconds(2));
    round(4, Duration.ofSeconds(LiveReport.REFRESH_SECONDS - 1));
    assertThat(html().text()).contains("step 12 of 40");

    round(5, Duration.ofSeconds(1));

    assertThat(html().text()).contains("step 20 of 40");
  }

  @Test
  void shouldEndWithAPageThatStandsStill() throws IOException {
    round(9, Duration.ofSeconds(2));

    round(10, Duration.ofMillis(1));

    assertThat(html().select("meta[http-equiv=refresh]")).isEmpty();
    assertThat(html().select(".headline").text()).contains("40 steps").doesNotContain("time left");
  }

  @Test
  void shouldTellOnceOfAPageThatCannotBeWrittenAndLetTheRunGoOn() throws IOException {
    Files.createDirectories(page.resolve("in the way"));

    for (int number = 3; number <= 10; number++) {
      round(number, Duration.ofMinutes(1));
    }

    assertThat(printed.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .contains("no report page while training", "report.html");
  }

  private void round(int number, Duration later) throws IOException {
    nanos += later.toNanos();
    RoundSummary summary = TestSummaries.of(number, new LossSums(12, 4, 1, 0, 0, 0, 50));
    try (MetricsLog metrics = new MetricsLog(files, files.path("runs/test/metrics.jsonl"))) {
      metrics.started(new RunState(number - 1, 0, 0, 0, List.of(), new StateVectors()), List.of());
      metrics.afterRound(summary);
    }
    report.afterRound(summary);
  }

  private Document html() throws IOException {
    return Jsoup.parse(Files.readString(page));
  }
}
