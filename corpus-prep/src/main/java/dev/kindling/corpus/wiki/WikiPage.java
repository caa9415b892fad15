package dev.kindling.corpus.wiki;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A page of a dump.
 *
 * @param title with its namespace's name
 * @param namespace 0 for articles; the dump's number, -1 if that is missing or no number
 * @param redirect whether it only leads to another page
 * @param model of its content: {@code wikitext}, or another such as {@code javascript}
 * @param text of its newest revision in the dump
 */
public record WikiPage(String title, int namespace, boolean redirect, String model, String text) {
  private static final String WIKITEXT = "wikitext";

  /**
   * Reads a page.
   *
   * @param bytes one {@code <page>} element, UTF-8
   * @return nothing when it is not well-formed or has no title
   */
  public static Optional<WikiPage> parse(byte[] bytes) {
    try {
      String xml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      WikiPage page = parse(DumpXml.reader(xml));
      return page.title.isEmpty() ? Optional.empty() : Optional.of(page);
    } catch (CharacterCodingException | XMLStreamException | RuntimeException e) {
      return Optional.empty(); // the bytes lie in memory: whatever is wrong is wrong with them
    }
  }

  private static WikiPage parse(XMLStreamReader xml) throws XMLStreamException {
    String title = "";
    int namespace = -1;
    boolean redirect = false;
    String model = WIKITEXT;
    String text = "";
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "title" -> title = xml.getElementText().strip();
          case "ns" -> namespace = Integer.parseInt(xml.getElementText().strip());
          case "redirect" -> redirect = true;
          case "model" -> model = xml.getElementText().strip();
          case "text" -> text = xml.getElementText(); // revisions come in order
          default -> {}
        }
      }
    }
    return new WikiPage(title, namespace, redirect, model, text);
  }

  /**
   * Why the page is no article to read.
   *
   * @return {@code namespace}, {@code redirect}, {@code content-model} or {@code disambiguation};
   *     nothing for an article
   */
  public Optional<String> reasonToSkip() {
    if (namespace != 0) {
      return Optional.of("namespace");
    }
    if (redirect) {
      return Optional.of("redirect");
    }
    if (!model.equals(WIKITEXT)) {
      return Optional.of("content-model");
    }
    return Disambiguation.isOne(title, text) ? Optional.of("disambiguation") : Optional.empty();
  }
}
