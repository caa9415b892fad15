package dev.kindling.corpus.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Removes the table of contents: from its heading to where its first entry comes again, as the
 * heading of the text. Where it does not come again, the table stays.
 */
final class Contents {
  private static final Pattern HEADING =
      Pattern.compile(
          "(?:table\\s+of\\s+)?contents\\.?|inhalt(?:sverzeichnis)?\\.?|table\\s+des\\s+mati[eè]res\\.?"
              + "|[ií]ndice\\.?|inhoud(?:sopgave)?\\.?|sis[aä]llys\\.?|spis\\s+tre[sś]ci\\.?"
              + "|innehåll\\.?|indhold\\.?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PAGE_NUMBER = Pattern.compile("[\\s.…]+(?:\\d+|[ivxlc]+)\\s*$");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** A table stands in the first tenth of a book, and at least this many blocks are looked at. */
  private static final int FIRST_BLOCKS = 60;

  private static final int MOST_ENTRIES = 1000;

  /** A longer stretch is text, even if the words of the first entry come again behind it. */
  private static final double LARGEST_SHARE = 0.05;

  private static final int SMALLEST_LIMIT_CHARACTERS = 4000;

  private Contents() {}

  static List<Block> remove(List<Block> blocks) {
    int searched = Math.min(blocks.size(), Math.max(FIRST_BLOCKS, blocks.size() / 10));
    for (int i = 0; i < searched; i++) {
      if (HEADING.matcher(blocks.get(i).first()).matches()) {
        Optional<Integer> end = end(blocks, i);
        if (end.isPresent() && isShort(blocks, i, end.get())) {
          List<Block> out = new ArrayList<>(blocks.subList(0, i));
          out.addAll(blocks.subList(end.get(), blocks.size()));
          return out;
        }
      }
    }
    return blocks;
  }

  private static boolean isShort(List<Block> blocks, int start, int end) {
    double limit = Math.max(SMALLEST_LIMIT_CHARACTERS, LARGEST_SHARE * characters(blocks));
    return characters(blocks.subList(start, end)) <= limit;
  }

  private static long characters(List<Block> blocks) {
    return blocks.stream().flatMap(block -> block.lines().stream()).mapToLong(String::length).sum();
  }

  private static Optional<Integer> end(List<Block> blocks, int heading) {
    List<String> lines = blocks.get(heading).lines();
    String entry;
    int next = heading + 1;
    if (lines.size() > 1) {
      entry = key(lines.get(1));
    } else if (next < blocks.size()) {
      entry = key(blocks.get(next).first());
      if (entry.equals("PAGE") && blocks.get(next).lines().size() > 1) {
        entry = key(blocks.get(next).lines().get(1));
      }
      next++;
    } else {
      return Optional.empty();
    }
    for (int i = next; !entry.isEmpty() && i < Math.min(blocks.size(), next + MOST_ENTRIES); i++) {
      if (key(blocks.get(i).first()).equals(entry)
          || (blocks.get(i).lines().size() <= 3 && key(blocks.get(i).joined()).equals(entry))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** What a heading and its entry have in common. */
  private static String key(String line) {
    String title = PAGE_NUMBER.matcher(line.strip()).replaceFirst("");
    return NO_LETTERS.matcher(title.toUpperCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}
