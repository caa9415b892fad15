package dev.kindling.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.corpus.extract.HtmlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/**
 * Unpacks the pages of a manual: as they are, or as plain text; a page that holds a whole book as
 * one page a chapter.
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
    SampleCount count = SampleCount.NONE;
    for (ZipEntry entry : archive.files(name -> isPage(book, name))) {
      String name = entry.getName().substring(book.root().length());
      byte[] page = archive.read(entry);
      if (book.chapters().isEmpty()) {
        count = count.plus(write(book, name, page));
      } else {
        count = count.plus(writeChapters(book, page));
      }
    }
    return count;
  }

  /** A chapter is what the selector finds; its file is named by its place and its heading's id. */
  private SampleCount writeChapters(SampleSources.Book book, byte[] html) throws IOException {
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
      count = count.plus(write(book, name, page.getBytes(UTF_8)));
    }
    return count;
  }

  private SampleCount write(SampleSources.Book book, String name, byte[] page) throws IOException {
    boolean html = name.endsWith(".html");
    String raw = new String(page, UTF_8);
    String text = html ? HtmlText.extract(raw) : raw;
    boolean convert = html && book.plainText();
    Path target =
        folder.resolve(book.folder()).resolve(convert ? name.replace(".html", ".txt") : name);
    Files.createDirectories(target.getParent());
    Files.write(target, convert ? (text.strip() + "\n").getBytes(UTF_8) : page);
    return new SampleCount(1, text.length());
  }

  /** Pages and plain texts; not sample sources, whose names end in {@code .xml.txt}. */
  private static boolean isPage(SampleSources.Book book, String name) {
    return name.startsWith(book.root())
        && (name.endsWith(".html") || name.endsWith(".txt"))
        && !name.endsWith(".xml.txt");
  }
}
