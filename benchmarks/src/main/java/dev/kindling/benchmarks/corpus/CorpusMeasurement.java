package dev.kindling.benchmarks.corpus;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Subcommand;
import java.io.PrintStream;
import java.util.List;

/** {@code corpus}: the rows one after another, each on one thread. */
public final class CorpusMeasurement implements Subcommand {
  /** Every row, in the order of the pipeline. */
  private static final List<CorpusRow> ROWS =
      List.of(
          new ExtractionRow(),
          new Filters(),
          new Signatures(),
          new PlantedDuplicates(),
          new ExamplesRow());

  @Override
  public String usage() {
    return CorpusArguments.USAGE;
  }

  @Override
  public int run(List<String> words, PrintStream out) throws Exception {
    CorpusArguments arguments =
        CorpusArguments.parse(words, ROWS.stream().map(CorpusRow::name).toList());
    for (CorpusRow row : ROWS) {
      if (arguments.filter().test(row.name())) {
        row.measure(arguments).forEach(line -> out.println(JsonLines.of(line)));
      }
    }
    return 0;
  }
}
