package dev.kindling.corpus.wiki;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a dump tells of its wiki before its first page: addresses and the names of namespaces. */
public final class WikiSite {
  /** Number of the namespace of files. */
  static final int FILE = 6;

  /** Number of the namespace of categories. */
  static final int CATEGORY = 14;

  /** Names that every wiki understands beside its own, in lower case. */
  private static final Map<String, Integer> CANONICAL =
      Map.of("file", FILE, "image", FILE, "category", CATEGORY);

  private static final String ARTICLE_PATH = "/wiki/";

  private final State state;
  private final String addressPrefix;
  private final Map<String, Integer> namespaces;

  /** How far the prolog could be read. */
  public enum State {
    /** To the end of the dump: it has no pages. */
    COMPLETE,
    /** It is that of a dump, and ends or breaks off before the dump's end. */
    CUT,
    /** It is not that of a dump. */
    NONE
  }

  private WikiSite(State state, String addressPrefix, Map<String, Integer> namespaces) {
    this.state = state;
    this.addressPrefix = addressPrefix;
    this.namespaces = namespaces;
  }

  /**
   * Reads what stands before the first page.
   *
   * @param prolog UTF-8, however cut or malformed
   * @return what could be read; else no address, and namespaces by their English names
   */
  public static WikiSite parse(byte[] prolog) {
    Map<String, Integer> namespaces = new HashMap<>(CANONICAL);
    State state = State.NONE;
    String base = "";
    try {
      XMLStreamReader xml = DumpXml.reader(new String(prolog, StandardCharsets.UTF_8));
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (xml.getLocalName()) {
          case "mediawiki" -> state = State.CUT;
          case "base" -> base = xml.getElementText().strip();
          case "namespace" -> {
            int key = Integer.parseInt(xml.getAttributeValue(null, "key").strip());
            namespaces.put(lower(xml.getElementText()), key);
          }
          default -> {}
        }
      }
    } catch (XMLStreamException | RuntimeException e) {
      // A prolog before pages ends without its end tags, always; what came before that counts.
      return new WikiSite(state, prefix(base), namespaces);
    }
    return new WikiSite(state == State.CUT ? State.COMPLETE : state, prefix(base), namespaces);
  }

  /** The main page's address up to its title. */
  private static String prefix(String base) {
    int path = base.indexOf(ARTICLE_PATH);
    return path >= 0
        ? base.substring(0, path + ARTICLE_PATH.length())
        : base.substring(0, base.lastIndexOf('/') + 1);
  }

  /**
   * How far the prolog could be read.
   *
   * @return never null
   */
  public State state() {
    return state;
  }

  /**
   * The address of a page, encoded as MediaWiki does it.
   *
   * @param title the page's
   * @return nothing when the dump does not tell the wiki's address
   */
  public Optional<String> address(String title) {
    if (addressPrefix.isEmpty()) {
      return Optional.empty();
    }
    String encoded =
        URLEncoder.encode(title.replace(' ', '_'), StandardCharsets.UTF_8)
            .replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%2C", ",")
            .replace("%28", "(")
            .replace("%29", ")")
            .replace("%21", "!")
            .replace("%3B", ";")
            .replace("%40", "@")
            .replace("%24", "$")
            .replace("%7E", "~");
    return Optional.of(addressPrefix + encoded);
  }

  /** Number of the namespace that a link's prefix names; nothing if it names none. */
  Optional<Integer> namespace(String prefix) {
    return Optional.ofNullable(namespaces.get(lower(prefix)));
  }

  private static String lower(String name) {
    return name.strip().replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
