package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.gzip;
import static dev.kindling.corpus.read.Warcs.join;
import static dev.kindling.corpus.read.Warcs.page;
import static dev.kindling.corpus.read.Warcs.record;
import static dev.kindling.corpus.read.Warcs.response;

import java.util.List;

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

  private final String name;
  private final InputFormat format;
  private final byte[] file;

  private Sample(String name, InputFormat format, byte[] file) {
    this.name = name;
    this.format = format;
    this.file = file;
  }

  InputFormat format() {
    return format;
  }

  byte[] file() {
    return file;
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
        new Sample("text.gz", InputFormat.AUTO, gzip(bytes(TEXT))));
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
