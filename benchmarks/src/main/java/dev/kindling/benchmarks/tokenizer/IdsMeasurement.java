package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Subcommand;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tokenizer-ids}: the ids of ours and of Hugging Face's on files, line by line; a record a
 * file, before it the first lines that differ, and a last record with the sums. The exit status is
 * 1 where any line differs.
 */
public final class IdsMeasurement implements Subcommand {
  private static final int LINES_AT_ONCE = 1024;
  private static final int SHOWN = 5;

  @Override
  public String usage() {
    return IdsArguments.USAGE;
  }

  @Override
  public int run(List<String> words, PrintStream out) throws IOException {
    IdsArguments arguments = IdsArguments.parse(words);
    IdsOfFile sum = IdsOfFile.none(arguments.texts().size() + " files");
    try (IdsPair pair = new IdsPair(TokenizerFile.read(arguments.tokenizer()))) {
      for (Path text : arguments.texts()) {
        IdsOfFile compared = compare(pair, text, out);
        out.println(JsonLines.of(compared));
        sum = sum.plus(compared);
      }
    }
    out.println(JsonLines.of(sum));
    return sum.different() == 0 ? 0 : 1;
  }

  private static IdsOfFile compare(IdsPair pair, Path text, PrintStream out) throws IOException {
    IdsOfFile compared = IdsOfFile.none(text.toString());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(text), 1 << 16)) {
      ByteLines lines = new ByteLines(in);
      List<byte[]> some = new ArrayList<>();
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        some.add(line);
        if (some.size() == LINES_AT_ONCE) {
          compared = compare(pair, compared, some, out);
          some.clear();
        }
      }
      return compare(pair, compared, some, out);
    }
  }

  private static IdsOfFile compare(
      IdsPair pair, IdsOfFile before, List<byte[]> lines, PrintStream out) {
    IdsPair.Compared compared = pair.compare(lines);
    for (int i = 0; i < compared.different().size() && before.different() + i < SHOWN; i++) {
      IdsDiffer differ = compared.different().get(i);
      out.println(JsonLines.of(differ.inFile(before.file(), before.lines())));
    }
    return before.plus(compared);
  }
}
