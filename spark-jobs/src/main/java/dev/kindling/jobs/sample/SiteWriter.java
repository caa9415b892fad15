package dev.kindling.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.corpus.extract.HtmlText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/**
 * Packs a javadoc site as a WARC file, one gzip member a record, as a crawler would have stored it.
 * The same artifact gives the same bytes: dates and record ids come from the artifact and the
 * pages.
 */
final class SiteWriter {
  /** Pages with less text than this are lists of names around a signature. */
  private static final int MIN_TEXT_CHARACTERS = 1500;

  /** Pages that repeat other pages, or sources instead of text. */
  private static final Pattern NOT_PROSE =
      Pattern.compile(".*/(class-use|src-html)/.*|.*/package-(tree|use|frame)\\.html");

  private final Path folder;

  /**
   * Writes into a folder.
   *
   * @param folder {@code web/}, which exists
   */
  SiteWriter(Path folder) {
    this.folder = folder;
  }

  /** Packs the pages of one site and counts them and the characters of their text. */
  SampleCount write(SampleArtifact artifact, SampleArchive archive) throws IOException {
    String name = artifact.name() + "-" + artifact.version() + ".warc.gz";
    Instant date = Instant.parse(artifact.published() + "T00:00:00Z");
    SampleCount count = SampleCount.NONE;
    try (WritableByteChannel out =
            Channels.newChannel(Files.newOutputStream(folder.resolve(name)));
        WarcWriter writer = new WarcWriter(out, WarcCompression.GZIP)) {
      writer.write(
          new Warcinfo.Builder()
              .recordId(UUID.nameUUIDFromBytes(artifact.coordinates().getBytes(UTF_8)))
              .date(date)
              .filename(name)
              .fields(Map.of("description", List.of("pages of " + artifact.coordinates())))
              .build());
      for (ZipEntry entry : archive.files(SiteWriter::isPage)) {
        byte[] html = archive.read(entry);
        int characters = HtmlText.extract(new String(html, UTF_8)).length();
        if (characters >= MIN_TEXT_CHARACTERS) {
          writer.write(response(uri(artifact, entry.getName()), date, html));
          count = count.plus(1, characters);
        }
      }
    }
    return count;
  }

  /** Pages of packages and classes stand in folders; indexes, trees and help stand at the root. */
  private static boolean isPage(String name) {
    return name.endsWith(".html")
        && name.contains("/")
        && !name.startsWith("META-INF/")
        && !NOT_PROSE.matcher("/" + name).matches();
  }

  private static WarcResponse response(URI uri, Instant date, byte[] html) throws IOException {
    HttpResponse page = new HttpResponse.Builder(200, "OK").body(contentType(html), html).build();
    return new WarcResponse.Builder(uri)
        .recordId(UUID.nameUUIDFromBytes(uri.toString().getBytes(UTF_8)))
        .date(date)
        .body(page)
        .build();
  }

  /**
   * The character set is stated only where the bytes bear it out; otherwise the page's own
   * declaration counts.
   */
  private static MediaType contentType(byte[] html) {
    try {
      var unused = UTF_8.newDecoder().decode(ByteBuffer.wrap(html));
      return MediaType.parse("text/html; charset=utf-8");
    } catch (CharacterCodingException e) {
      return MediaType.parse("text/html");
    }
  }

  /** The host is one that can never exist (RFC 2606): these pages were not crawled, and say so. */
  private static URI uri(SampleArtifact artifact, String page) throws IOException {
    String path =
        "/" + artifact.group() + "/" + artifact.name() + "/" + artifact.version() + "/" + page;
    try {
      return URI.create(new URI("https", "javadoc.example", path, null).toASCIIString());
    } catch (URISyntaxException e) {
      throw new IOException("page name '" + page + "' makes no address", e);
    }
  }
}
