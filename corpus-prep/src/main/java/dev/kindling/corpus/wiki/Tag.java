package dev.kindling.corpus.wiki;

import java.util.HashMap;
import java.util.Map;

/** What becomes of the tags that wikitext knows. */
enum Tag {
  /** The tag goes, what it encloses stays. */
  INLINE,
  /** The same, and a line ends here. */
  BLOCK,
  /** All of it goes: it holds no wikitext, or no running text. */
  DROPPED,
  /** What it encloses is literal. */
  LITERAL,
  /** The line ends of what it encloses count. */
  LINES;

  private static final Map<String, Tag> BY_NAME = new HashMap<>();

  static {
    put(
        INLINE,
        "abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q rb ruby s samp small"
            + " span strike strong sub sup time tt u var wbr noinclude onlyinclude section"
            + " languages translate tvar");
    put(
        BLOCK,
        "blockquote br caption center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p td th tr tbody"
            + " thead ul");
    put(
        DROPPED,
        "ref references math chem ce gallery timeline score hiero imagemap mapframe maplink graph"
            + " templatedata templatestyles inputbox syntaxhighlight source pre categorytree"
            + " indicator includeonly table rp rt charinsert phonos");
    put(LITERAL, "nowiki");
    put(LINES, "poem");
  }

  private static void put(Tag tag, String names) {
    for (String name : names.split(" ", -1)) {
      BY_NAME.put(name, tag);
    }
  }

  /** By its name in lower case; null for what is no tag. */
  static Tag named(String name) {
    return BY_NAME.get(name);
  }
}
