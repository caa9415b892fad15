package dev.kindling.corpus.extract;

import java.util.IdentityHashMap;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** How much text each element of a page holds, found in one walk. */
final class PageSizes {
  /** Elements that need lines of their own inside a table cell. */
  private static final Set<String> STRUCTURE =
      Set.of("table", "pre", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6");

  private final IdentityHashMap<Element, Size> sizes = new IdentityHashMap<>();

  private static final class Size {
    private int characters;
    private int linkCharacters;
    private boolean structured;
  }

  private PageSizes() {}

  static PageSizes of(Element root) {
    PageSizes result = new PageSizes();
    root.traverse(
        new NodeVisitor() {
          private int links;

          @Override
          public void head(Node node, int depth) {
            if (node instanceof Element element) {
              result.sizes.put(element, new Size());
              links += isLink(element) ? 1 : 0;
            } else if (node instanceof TextNode text && node.parent() instanceof Element parent) {
              int characters = visibleCharacters(text.getWholeText());
              Size size = result.sizes.get(parent);
              size.characters += characters;
              size.linkCharacters += links > 0 ? characters : 0;
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (depth > 0 && node instanceof Element element) {
              links -= isLink(element) ? 1 : 0;
              Size own = result.sizes.get(element);
              Size parent = result.sizes.get(element.parent());
              parent.characters += own.characters;
              parent.linkCharacters += own.linkCharacters;
              parent.structured |= own.structured || STRUCTURE.contains(element.normalName());
            }
          }
        });
    return result;
  }

  static int depth(Element root) {
    int[] deepest = {0};
    root.traverse((node, depth) -> deepest[0] = Math.max(deepest[0], depth));
    return deepest[0];
  }

  /** Characters other than white space. */
  int characters(Element element) {
    return sizes.get(element).characters;
  }

  /** Share of the element's text that is links, 0 when it has none. */
  double linkShare(Element element) {
    Size size = sizes.get(element);
    return size.characters == 0 ? 0 : (double) size.linkCharacters / size.characters;
  }

  private static boolean isLink(Element element) {
    return element.normalName().equals("a") && element.hasAttr("href");
  }

  /** Whether the element holds lists, tables, headings or preformatted text. */
  boolean isStructured(Element element) {
    return sizes.get(element).structured;
  }

  /** Whether a part holds at least half of the whole's text. */
  boolean isMostOf(Element part, Element whole) {
    return characters(part) >= 0.5 * characters(whole);
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
