package dev.kindling.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.corpus.extract.HtmlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

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
    List<String> parts = new ArrayList<>();
    SampleCount count = SampleCount.NONE;
    for (ZipEntry entry : archive.files(name -> isPage(book, name))) {
      String page = entry.getName().substring(book.root().length());
      byte[] bytes = archive.read(entry);
      if (!book.plainTextPart().isEmpty() && page.startsWith(book.plainTextPart())) {
        parts.add(text(page, bytes).strip());
      } else if (!book.chapters().isEmpty()) {
        count = count.plus(writeChapters(book, bytes, home));
      } else {
        count = count.plus(writePage(page, bytes, home));
      }
    }
    if (!parts.isEmpty()) {
      String whole = String.join("\n\n", parts) + "\n";
      String name = book.plainTextPart().replace("/", "") + ".txt";
      count = count.plus(writePage(name, whole.getBytes(UTF_8), home));
    }
    return count;
  }

  /** A chapter is what the selector finds; its file is named by its place and its heading's id. */
  private static SampleCount writeChapters(SampleSources.Book book, byte[] html, Path home)
      throws IOException {
    Document whole = Jsoup.parse(new String(html, UTF_8));
    whole.outputSettings().prettyPrint(false); // white space within code is text
    SampleCount count = SampleCount.NONE;
    for (Element chapter : whole.select(book.chapters())) {
      Element heading = chapter.selectFirst("h1, h2");
      String title = heading == null ? "" : heading.text();
      String id = heading == null ? "" : heading.id().replaceAll("[^A-Za-z0-9-]", "");
      String page =
          "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>"
              + Entities.escape(title)
              + "</title></head><body>\n"
              + chapter.outerHtml()
              + "\n</body></html>\n";
      String name = String.format(Locale.ROOT, "%02d-%s.html", count.documents() + 1, id);
      count = count.plus(writePage(name, page.getBytes(UTF_8), home));
    }
    return count;
  }

  private static SampleCount writePage(String name, byte[] bytes, Path home) throws IOException {
    Path target = home.resolve(name);
    Files.createDirectories(target.getParent());
    Files.write(target, bytes);
    return new SampleCount(1, text(name, bytes).length());
  }

  private static String text(String name, byte[] bytes) {
    String page = new String(bytes, UTF_8);
    return name.endsWith(".html") ? HtmlText.extract(page) : page;
  }

  /** Pages and plain texts; not sample sources, whose names end in {@code .xml.txt}. */
  private static boolean isPage(SampleSources.Book book, String name) {
    return name.startsWith(book.root())
        && (name.endsWith(".html") || name.endsWith(".txt"))
        && !name.endsWith(".xml.txt");
  }
}
