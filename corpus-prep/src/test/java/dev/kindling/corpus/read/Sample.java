package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.gzip;
import static dev.kindling.corpus.read.Warcs.join;
import static dev.kindling.corpus.read.Warcs.page;
import static dev.kindling.corpus.read.Warcs.record;
import static dev.kindling.corpus.read.Warcs.response;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A sound file of a kind, to be damaged. */
final class Sample {
  private static final String OK = "HTTP/1.1 200 OK\nContent-Type: text/html";
  private static final String HTML =
      "<!DOCTYPE html><html><head><meta charset=utf-8><title>Title</title></head><body class=a>"
          + "<nav><a href='/x'>Menu</a></nav><article><h1>Heading</h1>"
          + "<p>First paragraph, with an &eacute; and a &#128512;.</p><ul><li>one<li>two</ul>"
          + "<table><tr><td>cell</td><td>other</td></tr></table><pre>code\n  more</pre>"
          + "<p>Second paragraph with <b>bold <i>and</b> crossed</i> tags.</p></article></body>";
  private static final String TEXT =
      "CHAPTER I.\n\nIt was the first line of a plain text,\nwrapped at its margin as usual.\n\n"
          + "Ein zweiter Absatz: größer, „schöner“ und länger als der erste.\n";

  private static final String BOOK =
      "The Project Gutenberg eBook of A Test\n\nTitle: A Test\n\n"
          + "*** START OF THE PROJECT GUTENBERG EBOOK A TEST ***\n\n\n\nCHAPTER I\n\n"
          + "It was a dark and stormy night; the rain fell in tor-\nrents, except at times.\n\n\n\n"
          + "CHAPTER II\n\nThe end was near,\nand then it came.\n\n"
          + "*** END OF THE PROJECT GUTENBERG EBOOK A TEST ***\n\nLicence.\n";
  private static final String WIKITEXT =
      "{{Infobox|a={{b|1}}|c=[[D]]}}\n'''Title''' is a [[thing|kind of thing]] "
          + "({{convert|5|km|mi}}).<ref name=x>{{cite|t}}</ref>\n== Section ==\n* one\n** two\n"
          + "{| class=t\n! a !! b\n|-\n| [[File:x.jpg|thumb|''c'' [[d]]]] || 2\n|}\n"
          + "<nowiki>''no''</nowiki> &amp; <!-- hidden --> [http://e.org shown] end.\n"
          + "[[Category:Things]]";
  private static final String JSONL =
      "{\"text\": \"First \\u00e9 text.\", \"url\": \"http://e.org/1\", \"n\": 12.5e3}\n"
          + "{\"meta\": {\"a\": [1, 2, {\"b\": null}]}, \"text\": \"Second\\ntext \\ud83d\\ude00.\"}\n"
          + "{\"text\": \"größer\", \"other\": true}\n";

  private final String name;
  private final InputFormat format;
  private final byte[] part;
  private final UnaryOperator<byte[]> wrapping;

  private Sample(String name, InputFormat format, byte[] file) {
    this(name, format, file, UnaryOperator.identity());
  }

  /** A part that is damaged, and what makes a file of it. */
  private Sample(String name, InputFormat format, byte[] part, UnaryOperator<byte[]> wrapping) {
    this.name = name;
    this.format = format;
    this.part = part;
    this.wrapping = wrapping;
  }

  InputFormat format() {
    return format;
  }

  byte[] file() {
    return wrapping.apply(part);
  }

  /** The same number of files of each kind of damage, always the same ones. */
  List<byte[]> damaged(int ofEachKind, long seed) {
    return Damage.files(part, ofEachKind, seed).stream().map(wrapping).toList();
  }

  static List<Sample> all() {
    return List.of(
        new Sample("warc", InputFormat.WARC, warc()),
        new Sample("warc.gz by record", InputFormat.WARC, gzipEach()),
        new Sample("warc.gz as a whole", InputFormat.WARC, gzip(warc())),
        new Sample("wet", InputFormat.AUTO, wet()),
        new Sample("wet.gz", InputFormat.AUTO, gzip(wet())),
        new Sample("html", InputFormat.HTML, bytes(HTML)),
        new Sample("html.gz", InputFormat.HTML, gzip(bytes(HTML))),
        new Sample("text", InputFormat.TEXT, bytes(TEXT)),
        new Sample("text.gz", InputFormat.AUTO, gzip(bytes(TEXT))),
        new Sample("book", InputFormat.BOOK, bytes(BOOK)),
        new Sample("book.gz", InputFormat.BOOK, gzip(bytes(BOOK))),
        new Sample("jsonl", InputFormat.JSONL, bytes(JSONL)),
        new Sample("jsonl.gz", InputFormat.AUTO, gzip(bytes(JSONL))),
        new Sample("epub", InputFormat.EPUB, EpubTest.zip(EpubTest.book())),
        epubWith("META-INF/container.xml"),
        epubWith("OPS/book.opf"),
        epubWith("OPS/one.xhtml"),
        new Sample("wikipedia", InputFormat.WIKIPEDIA, dump()),
        new Sample("wikipedia.gz", InputFormat.WIKIPEDIA, gzip(dump())),
        new Sample("wikipedia.bz2", InputFormat.AUTO, bzip2(wikiPage())),
        new Sample("wikipedia.bz2's page", InputFormat.AUTO, wikiPage(), Sample::bzip2),
        new Sample("wikipedia's text", InputFormat.WIKIPEDIA, bytes(WIKITEXT), Sample::article));
  }

  /** A sound archive around a damaged file. */
  private static Sample epubWith(String name) {
    byte[] part = EpubTest.book().get(name);
    return new Sample(
        "epub's " + name,
        InputFormat.EPUB,
        part,
        damaged -> {
          Map<String, byte[]> entries = EpubTest.book();
          entries.put(name, damaged);
          return EpubTest.zip(entries);
        });
  }

  private static byte[] wikiPage() {
    return Dumps.page("Title", WIKITEXT);
  }

  private static byte[] dump() {
    return join(Dumps.HEAD, wikiPage(), Dumps.page("Other", WIKITEXT), Dumps.END);
  }

  /** Streams of one page each. */
  private static byte[] bzip2(byte[] page) {
    return join(
        Dumps.bzip2(Dumps.HEAD),
        Dumps.bzip2(page),
        Dumps.bzip2(Dumps.page("Other", WIKITEXT), Dumps.END));
  }

  /** Around text that is valid UTF-8 again whatever its bytes have become. */
  private static byte[] article(byte[] wikitext) {
    String text = new String(wikitext, StandardCharsets.ISO_8859_1);
    return join(Dumps.HEAD, Dumps.page("Title", text), Dumps.END);
  }

  private static byte[][] records() {
    return new byte[][] {
      record("warcinfo", null, "application/warc-fields", bytes("software: x\r\n")),
      page(1),
      response(
          "http://e.org/chunked",
          OK + "\nTransfer-Encoding: chunked",
          bytes("8\r\n<p>Encod\r\nc\r\ned text.</p>\r\n0\r\n\r\n")),
      response("http://e.org/gzip", OK + "\nContent-Encoding: gzip", gzip(bytes(HTML))),
      record("resource", "file:///a.txt", "text/plain", bytes(TEXT)),
      page(2)
    };
  }

  private static byte[] warc() {
    return join(records());
  }

  private static byte[] gzipEach() {
    byte[][] members = records();
    for (int i = 0; i < members.length; i++) {
      members[i] = gzip(members[i]);
    }
    return join(members);
  }

  private static byte[] wet() {
    return join(
        record("warcinfo", null, "application/warc-fields", bytes("software: x\r\n")),
        record("conversion", "http://e.org/1", "text/plain", bytes(TEXT)),
        record("conversion", "http://e.org/2", "text/plain", bytes(TEXT + TEXT)));
  }

  @Override
  public String toString() {
    return name;
  }
}
