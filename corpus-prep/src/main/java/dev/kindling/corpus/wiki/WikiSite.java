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

  private final boolean mediaWiki;
  private final String addressPrefix;
  private final Map<String, Integer> namespaces;

  private WikiSite(boolean mediaWiki, String addressPrefix, Map<String, Integer> namespaces) {
    this.mediaWiki = mediaWiki;
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
    boolean mediaWiki = false;
    String base = "";
    try {
      XMLStreamReader xml = DumpXml.reader(prolog);
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (xml.getLocalName()) {
          case "mediawiki" -> mediaWiki = true;
          case "base" -> base = xml.getElementText().strip();
          case "namespace" -> {
            int key = Integer.parseInt(xml.getAttributeValue(null, "key").strip());
            namespaces.put(lower(xml.getElementText()), key);
          }
          default -> {}
        }
      }
    } catch (XMLStreamException | RuntimeException e) {
      // A prolog ends without its end tags, always; what came before that counts.
      return new WikiSite(mediaWiki, prefix(base), namespaces);
    }
    return new WikiSite(mediaWiki, prefix(base), namespaces);
  }

  /** The main page's address up to its title. */
  private static String prefix(String base) {
    int path = base.indexOf(ARTICLE_PATH);
    return path >= 0
        ? base.substring(0, path + ARTICLE_PATH.length())
        : base.substring(0, base.lastIndexOf('/') + 1);
  }

  /**
   * Whether the prolog is that of a dump.
   *
   * @return true if it has the root element
   */
  public boolean isMediaWiki() {
    return mediaWiki;
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
