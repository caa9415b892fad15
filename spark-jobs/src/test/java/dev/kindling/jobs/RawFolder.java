package dev.kindling.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcWriter;

/**
 * A raw folder as users have them: text, pages, a crawl, a copied file, one that is too short, one
 * that is no text, and a crawl that was cut off.
 */
final class RawFolder {
  static final int CRAWLED = 20;

  private RawFolder() {}

  /** Writes {@code notes} text files, as many pages, and the rest. */
  static void write(Path folder, int notes) throws IOException {
    new GeneratedCorpus(7).write(folder.resolve("docs"), notes);
    Path note = folder.resolve("docs/text/note-000.txt");
    Files.copy(note, folder.resolve("docs/text/copy.txt"));
    Files.writeString(folder.resolve("docs/text/short.txt"), "This is too short to keep.");
    byte[] noise = new byte[5000];
    new SplittableRandom(1).nextBytes(noise);
    Files.write(folder.resolve("docs/noise.txt"), noise);

    Path crawl = folder.resolve("web/crawl.warc.gz");
    writeCrawl(crawl, folder.resolveSibling("pages"));
    byte[] bytes = Files.readAllBytes(crawl);
    Files.write(folder.resolve("web/cut.warc.gz"), Arrays.copyOf(bytes, bytes.length * 3 / 5));
  }

  private static void writeCrawl(Path file, Path scratch) throws IOException {
    new GeneratedCorpus(8).write(scratch, CRAWLED);
    Files.createDirectories(file.getParent());
    List<Path> pages;
    try (Stream<Path> found = Files.list(scratch.resolve("html"))) {
      pages = found.sorted().toList();
    }
    try (WarcWriter writer =
        new WarcWriter(Channels.newChannel(Files.newOutputStream(file)), WarcCompression.GZIP)) {
      for (Path page : pages) {
        URI uri = URI.create("http://pages.invalid/" + page.getFileName());
        byte[] html = Files.readAllBytes(page);
        MediaType type = MediaType.parse("text/html; charset=utf-8");
        writer.write(
            new WarcResponse.Builder(uri)
                .recordId(UUID.nameUUIDFromBytes(uri.toString().getBytes(UTF_8)))
                .date(Instant.EPOCH)
                .body(new HttpResponse.Builder(200, "OK").body(type, html).build())
                .build());
      }
    }
  }
}
