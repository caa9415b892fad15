package dev.kindling.corpus.extract;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * The visible elements and texts of a page in document order, numbered from 0 (the body), with how
 * much text each holds. Subtrees are dropped by a mark, so that every step is one linear pass
 * whatever the page's size and depth.
 */
final class PageTree {
  /** Elements that need lines of their own inside a table cell. */
  private static final Set<String> STRUCTURE =
      Set.of("table", "pre", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6");

  /** Table rows with more text lay out a page rather than list data. */
  private static final int LONGEST_ROW_CHARACTERS = 600;

  private final Node[] nodes;
  private final int[] parents;
  private final int[] ends;
  private final int[] blocks;
  private final boolean[] inLink;
  private final boolean[] dropped;
  private final int[] characters;
  private final int[] linkCharacters;
  private final int[] ownCharacters;
  private final int[] ownLinkCharacters;
  private final boolean[] structured;

  PageTree(PageReader reader) {
    nodes = reader.nodes();
    parents = reader.parents();
    ends = new int[nodes.length];
    blocks = new int[nodes.length];
    inLink = new boolean[nodes.length];
    dropped = new boolean[nodes.length];
    characters = new int[nodes.length];
    linkCharacters = new int[nodes.length];
    ownCharacters = new int[nodes.length];
    ownLinkCharacters = new int[nodes.length];
    structured = new boolean[nodes.length];
    link();
    measure();
  }

  private void link() {
    for (int i = 0; i < nodes.length; i++) {
      Element element = element(i);
      int parent = parents[i];
      blocks[i] = i == 0 || (element != null && element.isBlock()) ? i : blocks[parent];
      inLink[i] = inLink[parent] || (element != null && isLink(element));
      ends[i] = i + 1;
    }
    for (int i = nodes.length - 1; i > 0; i--) {
      ends[parents[i]] = Math.max(ends[parents[i]], ends[i]);
    }
  }

  private static boolean isLink(Element element) {
    return element.normalName().equals("a") && element.hasAttr("href");
  }

  /** Counts what is not dropped. */
  void measure() {
    for (int[] counts : List.of(characters, linkCharacters, ownCharacters, ownLinkCharacters)) {
      Arrays.fill(counts, 0);
    }
    Arrays.fill(structured, false);
    for (int i = nodes.length - 1; i >= 0; i--) {
      if (nodes[i] instanceof TextNode text) {
        characters[i] = visibleCharacters(text.getWholeText());
        linkCharacters[i] = inLink[i] ? characters[i] : 0;
      }
      if (i > 0 && !dropped[i]) {
        addTo(parents[i], i);
      }
    }
  }

  private void addTo(int parent, int i) {
    characters[parent] += characters[i];
    linkCharacters[parent] += linkCharacters[i];
    Element element = element(i);
    structured[parent] |=
        structured[i] || (element != null && STRUCTURE.contains(element.normalName()));
    if (element == null) {
      ownCharacters[parent] += characters[i];
      ownLinkCharacters[parent] += linkCharacters[i];
    } else if (blocks[i] != i) { // the text of inline elements belongs to the block around them
      ownCharacters[parent] += ownCharacters[i];
      ownLinkCharacters[parent] += ownLinkCharacters[i];
    }
  }

  int size() {
    return nodes.length;
  }

  Node node(int i) {
    return nodes[i];
  }

  /** The element of a number, null for a text. */
  Element element(int i) {
    return nodes[i] instanceof Element element ? element : null;
  }

  /** Whether a node is an element of this name, in lower case. */
  boolean isNamed(int i, String name) {
    Element element = element(i);
    return element != null && element.normalName().equals(name);
  }

  int parent(int i) {
    return parents[i];
  }

  /** The number behind the last node inside this one. */
  int end(int i) {
    return ends[i];
  }

  boolean isBlock(int i) {
    return blocks[i] == i;
  }

  /** Drops a node with all that is inside it; the counts change with {@link #measure}. */
  void drop(int i) {
    dropped[i] = true;
  }

  /**
   * The first node that is not dropped, in document order from this one on, which must not be
   * inside a dropped one itself; {@link #size} or more when there is none.
   */
  int skipDropped(int i) {
    int next = i;
    while (next < nodes.length && dropped[next]) {
      next = ends[next];
    }
    return next;
  }

  /** The next node in document order that is not dropped. */
  int next(int i) {
    return skipDropped(dropped[i] ? ends[i] : i + 1);
  }

  /** The numbers of the elements that are not dropped, in document order. */
  int[] remaining() {
    int[] numbers = new int[nodes.length];
    int count = 0;
    for (int i = 0; i < nodes.length; i = next(i)) {
      if (nodes[i] instanceof Element) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  /** Characters other than white space. */
  int characters(int i) {
    return characters[i];
  }

  /**
   * Characters of a block's own lines that lead nowhere: without its inner blocks and its links.
   */
  int ownProse(int i) {
    return ownCharacters[i] - ownLinkCharacters[i];
  }

  /** Share of the element's text that is links, 0 when it has none. */
  double linkShare(int i) {
    return characters[i] == 0 ? 0 : (double) linkCharacters[i] / characters[i];
  }

  /** Whether an element is a table row of short cells, rather than one that lays out a page. */
  boolean isDataRow(int i) {
    return isNamed(i, "tr") && characters[i] <= LONGEST_ROW_CHARACTERS && !structured[i];
  }

  /** Whether a part holds at least half of the whole's text, links not counted. */
  boolean isMostOf(int part, int whole) {
    return characters[part] - linkCharacters[part]
        >= 0.5 * (characters[whole] - linkCharacters[whole]);
  }

  private static int visibleCharacters(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        count++;
      }
    }
    return count;
  }
}
