package dev.kindling.corpus.book;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.extract.TextNormalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Cleans the text of a book that was typed or scanned line by line. */
public final class BookText {
  private BookText() {}

  /**
   * The book's text, or its chapters.
   *
   * @param raw lines as in the file, with any line ends
   * @param splitChapters false for the whole book as one text
   * @param deadline checked between steps and within long ones
   * @return normalised texts that are not empty; paragraphs are separated by an empty line, the
   *     lines of verse and tables by a line feed
   */
  public static List<String> read(String raw, boolean splitChapters, Deadline deadline) {
    List<String> lines = Gutenberg.body(lines(raw));
    deadline.check();
    lines = EditorialMarks.remove(lines, deadline);
    deadline.check();
    lines = PageFurniture.remove(lines);
    deadline.check();
    List<Block> blocks = Contents.remove(Block.of(lines));
    List<Block> paragraphs = new Paragraphs(lines, deadline).join(blocks);
    List<List<Block>> parts = splitChapters ? Chapters.split(paragraphs) : List.of(paragraphs);
    List<String> texts = new ArrayList<>();
    for (List<Block> part : parts) {
      deadline.check();
      String text = text(part);
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A form feed, the end of a page, becomes a line of its own: {@link PageFurniture} wants it. */
  private static List<String> lines(String raw) {
    return raw.replace("\f", "\n\f\n")
        .lines()
        .map(line -> line.equals(PageFurniture.FORM_FEED) ? line : line.stripTrailing())
        .toList();
  }

  private static String text(List<Block> blocks) {
    return TextNormalizer.normalize(
        blocks.stream()
            .map(block -> TypeMarks.remove(String.join("\n", block.lines())))
            .collect(Collectors.joining("\n\n")));
  }
}
