package dev.kindling.corpus.read;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Elements;

/** The order of an EPUB book's pages, from its package document (EPUB 3.3, chapter 5). */
final class EpubPackage {
  private static final String CONTAINER = "META-INF/container.xml";
  private static final String ENCRYPTION = "META-INF/encryption.xml";

  /** These make fonts useless outside the book, and leave its text readable. */
  private static final Set<String> FONT_ALGORITHMS =
      Set.of("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc");

  private static final Set<String> PAGE_TYPES =
      Set.of("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml");

  /** Of EPUB 2's guide. */
  private static final Set<String> GUIDES_WITHOUT_TEXT = Set.of("cover", "toc", "loi", "lot");

  private final EpubArchive archive;

  EpubPackage(EpubArchive archive) {
    this.archive = archive;
  }

  /**
   * The names of the pages to read, in reading order: without cover, tables of contents and pages
   * outside the main order, unless there are no others.
   */
  List<String> pages() throws DamagedInputException {
    refuseEncrypted();
    String name = packageName();
    Document document = parse(name);
    Map<String, Element> items = new HashMap<>();
    for (Element item : elements(document, "item")) {
      items.putIfAbsent(item.attr("id"), item);
    }
    Set<String> withoutText = new HashSet<>();
    for (Element reference : elements(document, "reference")) {
      if (GUIDES_WITHOUT_TEXT.contains(reference.attr("type").toLowerCase(Locale.ROOT))) {
        withoutText.add(resolve(name, reference.attr("href")));
      }
    }
    List<Element> spine =
        elements(document, "itemref").stream()
            .filter(itemref -> isPage(items.get(itemref.attr("idref"))))
            .toList();
    Predicate<Element> isText =
        itemref -> {
          Element item = items.get(itemref.attr("idref"));
          return !itemref.attr("linear").equalsIgnoreCase("no")
              && !Set.of(item.attr("properties").split("\\s+")).contains("nav")
              && !withoutText.contains(resolve(name, item.attr("href")));
        };
    List<Element> texts = spine.stream().filter(isText).toList();
    return (texts.isEmpty() ? spine : texts)
        .stream()
            .map(itemref -> resolve(name, items.get(itemref.attr("idref")).attr("href")))
            .distinct()
            .toList();
  }

  private void refuseEncrypted() throws DamagedInputException {
    if (archive.page(ENCRYPTION).isEmpty()) {
      return;
    }
    for (Element method : elements(parse(ENCRYPTION), "encryptionmethod")) {
      String algorithm = method.attr("Algorithm").toLowerCase(Locale.ROOT);
      if (!FONT_ALGORITHMS.contains(algorithm) && local(method.parent()).equals("encrypteddata")) {
        throw new DamagedInputException("encrypted", "the book is encrypted with " + algorithm);
      }
    }
  }

  private String packageName() throws DamagedInputException {
    Optional<String> declared = Optional.empty();
    if (archive.page(CONTAINER).isPresent()) {
      declared =
          elements(parse(CONTAINER), "rootfile").stream()
              .map(rootfile -> resolve("", rootfile.attr("full-path")))
              .filter(name -> archive.page(name).isPresent())
              .findFirst();
    }
    return declared
        .or(() -> archive.nameEnding(".opf"))
        .orElseThrow(
            () -> new DamagedInputException("malformed-epub", "there is no package document"));
  }

  private static boolean isPage(Element item) {
    return item != null && PAGE_TYPES.contains(item.attr("media-type").toLowerCase(Locale.ROOT));
  }

  private Document parse(String name) {
    String text = CharsetDecoding.html(archive.page(name).orElseThrow(), null);
    return Parser.xmlParser().parseInput(text, "");
  }

  /** By their names without a prefix, in any case. */
  private static Elements elements(Document document, String name) {
    Elements found = new Elements();
    document.traverse(
        (node, depth) -> {
          if (node instanceof Element element && local(element).equals(name)) {
            found.add(element);
          }
        });
    return found;
  }

  private static String local(Element element) {
    String name = element == null ? "" : element.tagName().toLowerCase(Locale.ROOT);
    return name.substring(name.indexOf(':') + 1);
  }

  /** The name that a reference in a page means; never above the archive's root. */
  static String resolve(String page, String reference) {
    String path = reference.strip().replaceFirst("[#?].*$", "");
    String decoded;
    try {
      decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // a percent sign that encodes nothing
      decoded = path;
    }
    String folder = page.substring(0, page.lastIndexOf('/') + 1);
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (decoded.startsWith("/") ? decoded : folder + decoded).split("/", -1)) {
      if (part.equals("..")) {
        String unused = parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", new ArrayList<>(parts));
  }
}
