package dev.kindling.train.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.tryout.FillMaskCommand;
import dev.kindling.jobs.tryout.GenerateCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;

/** What the exported model answers, word for word as {@code fill-mask} and {@code generate} do. */
final class ModelSamples {
  private static final List<String> MASKED =
      List.of("Returns the [MASK] of this object.", "The value must not be [MASK].");
  private static final String PROMPT = "The server can be configured to";

  private ModelSamples() {}

  /**
   * Tries the export.
   *
   * @return empty where the export is not on a local disk: the commands read no other file system
   */
  static List<RunData.Sample> of(StageContext context, String run, boolean bert)
      throws IOException {
    URI export = context.workspace().path(Layout.export(run).directory()).toUri();
    if (!"file".equals(export.getScheme())) {
      return List.of();
    }
    String model = export.getPath();
    return bert
        ? MASKED.stream().map(text -> fillMask(model, text)).toList()
        : List.of(generate(model));
  }

  private static RunData.Sample fillMask(String model, String text) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    FillMaskCommand.run(List.of("--model", model, text), new PrintStream(answer, true, UTF_8));
    return new RunData.Sample(
        "The exported model fills “" + text + "”", answer.toString(UTF_8).stripTrailing());
  }

  private static RunData.Sample generate(String model) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    GenerateCommand.run(
        List.of("--model", model, "--prompt", PROMPT), new PrintStream(answer, true, UTF_8));
    return new RunData.Sample(
        "The exported model continues “" + PROMPT + "”", answer.toString(UTF_8).strip());
  }
}
