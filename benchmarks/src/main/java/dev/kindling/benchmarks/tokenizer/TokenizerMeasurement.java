package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Subcommand;
import dev.kindling.tokenizer.TokenizerOptions;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tokenizer}: ours and Hugging Face's on the same text; the last line holds the smallest
 * ratio of encoding speeds.
 */
public final class TokenizerMeasurement implements Subcommand {
  private static final List<String> ROWS =
      List.of(IdsCompared.ROW, LearnRate.ROW, ColdStart.ROW, EncodeRate.ROW);

  @Override
  public String usage() {
    return TokenizerArguments.USAGE;
  }

  @Override
  public int run(List<String> words, PrintStream out) throws Exception {
    TokenizerArguments arguments = TokenizerArguments.parse(words, ROWS);
    byte[] json = TokenizerFile.read(arguments.tokenizer());
    Documents documents = Documents.read(arguments.text(), arguments.megabytes());
    if (arguments.filter().test(IdsCompared.ROW)) {
      print(IdsCompared.of(json, documents), out);
    }
    if (arguments.filter().test(LearnRate.ROW)) {
      TokenizerOptions options = TokenizerFile.parse(json).options();
      print(new LearnerMeasurement(options, documents).measure(arguments.trainer()), out);
    }
    if (arguments.filter().test(ColdStart.ROW)) {
      for (EncoderSide side : EncoderSide.values()) {
        print(List.of(EncodeProcess.cold(arguments, side)), out);
      }
    }
    if (arguments.filter().test(EncodeRate.ROW)) {
      List<Ratio> ratios = new ArrayList<>();
      for (int threads : arguments.threadCounts()) {
        List<EncodeRate> rates = EncodeProcess.rates(arguments, threads);
        print(rates, out);
        ratios.addAll(Ratio.of(rates));
      }
      ratios.sort(Ratio.SMALLEST_LAST);
      print(ratios, out);
    }
    return 0;
  }

  private static void print(List<? extends Record> lines, PrintStream out) {
    lines.forEach(line -> out.println(JsonLines.of(line)));
  }
}
