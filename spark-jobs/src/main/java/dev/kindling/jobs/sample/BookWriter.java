package dev.kindling.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.corpus.extract.HtmlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;

/**
 * Unpacks the pages of a manual: HTML and text as they are, one part of it as a single plain-text
 * file.
 */
final class BookWriter {
  private final Path folder;

  /**
   * Writes below a folder.
   *
   * @param folder {@code books/}; a folder per book is made in it
   */
  BookWriter(Path folder) {
    this.folder = folder;
  }

  /** Unpacks one book and counts its files and the characters of its text. */
  SampleCount write(SampleSources.Book book, SampleArchive archive) throws IOException {
    Path home = folder.resolve(book.folder());
    List<String> chapters = new ArrayList<>();
    SampleCount count = SampleCount.NONE;
    for (ZipEntry entry : archive.files(name -> isPage(book, name))) {
      String page = entry.getName().substring(book.root().length());
      byte[] bytes = archive.read(entry);
      String text =
          page.endsWith(".html")
              ? HtmlText.extract(new String(bytes, UTF_8))
              : new String(bytes, UTF_8);
      if (!book.plainTextPart().isEmpty() && page.startsWith(book.plainTextPart())) {
        chapters.add(text.strip());
      } else {
        Path target = home.resolve(page);
        Files.createDirectories(target.getParent());
        Files.write(target, bytes);
        count = count.plus(1, text.length());
      }
    }
    if (!chapters.isEmpty()) {
      String whole = String.join("\n\n", chapters) + "\n";
      Files.createDirectories(home);
      Files.writeString(home.resolve(book.plainTextPart().replace("/", "") + ".txt"), whole);
      count = count.plus(1, whole.length());
    }
    return count;
  }

  /** Pages and plain texts; not sample sources, whose names end in {@code .xml.txt}. */
  private static boolean isPage(SampleSources.Book book, String name) {
    return name.startsWith(book.root())
        && (name.endsWith(".html") || name.endsWith(".txt"))
        && !name.endsWith(".xml.txt");
  }
}
