package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.Bzip2Encoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Dumps of a wiki, compressed by Netty's bzip2. */
final class Dumps {
  static final byte[] HEAD =
      bytes(
          """
          <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en">
            <siteinfo>
              <base>https://en.example.org/wiki/Main_Page</base>
              <namespaces>
                <namespace key="0" case="first-letter" />
                <namespace key="6" case="first-letter">File</namespace>
              </namespaces>
            </siteinfo>
          """);
  static final byte[] END = bytes("</mediawiki>\n");

  private Dumps() {}

  static byte[] page(String title, String text) {
    return page(title, 0, "", text);
  }

  static byte[] page(String title, int namespace, String more, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return bytes(
        """
          <page>
            <title>%s</title>
            <ns>%d</ns>
            <id>7</id>%s
            <revision>
              <id>9</id>
              <model>wikitext</model>
              <format>text/x-wiki</format>
              <text bytes="3" xml:space="preserve">%s</text>
            </revision>
          </page>
        """
            .formatted(title, namespace, more, escaped));
  }

  /** Words that compress badly, so that small pages fill several blocks. */
  static String words(int seed, int count) {
    Random random = new Random(seed);
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(Long.toString(random.nextLong() >>> 30, 36)).append(' ');
    }
    return words.toString().strip();
  }

  /** One bzip2 stream with blocks of 100,000 bytes. */
  static byte[] bzip2(byte[]... parts) {
    EmbeddedChannel channel = new EmbeddedChannel(new Bzip2Encoder(1));
    boolean unused = channel.writeOutbound(Unpooled.wrappedBuffer(Warcs.join(parts)));
    unused = channel.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      byte[] bytes = new byte[part.readableBytes()];
      part.readBytes(bytes);
      out.writeBytes(bytes);
      part.release();
    }
    return out.toByteArray();
  }

  /** A small dump of articles. */
  static byte[] plain() {
    return Warcs.join(HEAD, articles(), lastArticle(), END);
  }

  /** The same as multistream dumps have it: the head, groups of pages, the end. */
  static byte[] multistream() {
    return Warcs.join(bzip2(HEAD), bzip2(articles()), bzip2(lastArticle()), bzip2(END));
  }

  private static byte[] articles() {
    return Warcs.join(
        page("First", "'''First''' {{is|a}} [[page]].<ref>x</ref>\n== History ==\n* one\n* two"),
        page("Größe", "{|\n|-\n| a || b\n|}\n{{convert|10|km}} &ndash; [http://e.org e]"));
  }

  private static byte[] lastArticle() {
    return Warcs.join(page("Last", "<nowiki>[[</nowiki> [[File:A.png|thumb|text]] {{{unclosed"));
  }

  /** All results of a file that is read in parts of some bytes. */
  static List<ReadResult> inParts(String name, byte[] file, long partBytes) {
    RawBytes raw =
        offset -> new ByteArrayInputStream(file, (int) offset, file.length - (int) offset);
    List<ReadResult> results = new ArrayList<>();
    for (long start = 0; start < file.length; start += partBytes) {
      Split split = new Split(start, Math.min(partBytes, file.length - start));
      try (DocumentReader reader =
          DocumentReader.open(
              InputFormat.AUTO,
              "in/" + name,
              raw,
              split,
              ReadLimits.defaults(),
              ReadOptions.defaults())) {
        reader.forEachRemaining(results::add);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return results;
  }

  static byte[] replaced(byte[] file, int at, byte[] with) {
    byte[] changed = Arrays.copyOf(file, file.length);
    System.arraycopy(with, 0, changed, at, with.length);
    return changed;
  }
}
