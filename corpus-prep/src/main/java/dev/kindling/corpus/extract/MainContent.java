package dev.kindling.corpus.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Finds the elements whose paragraphs are the article of a page.
 *
 * <p>A paragraph counts by its length for the element around it, and less for each element farther
 * out. So the innermost element that gathers most of the prose wins over its wrappers, and over
 * lists of teasers, whose paragraphs lie in many small boxes.
 */
final class MainContent {
  /** Elements that are one paragraph, so that another one around them is the article. */
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "li", "dd", "dt", "blockquote", "pre", "h2", "h3", "h4", "h5", "h6");

  /** Characters without links from which the lines of a block are taken for prose. */
  private static final int MIN_PROSE_CHARACTERS = 50;

  /**
   * What a paragraph counts for the element one farther out. At 0.7 and less, an article in two
   * parts loses one of them; at 0.9 and more, teasers and further articles come along.
   */
  private static final double OUTWARD_DECAY = 0.8;

  /** Share of the main element's prose from which an element of the same kind continues it. */
  private static final double MIN_CONTINUATION = 0.2;

  private final PageTree page;
  private final int[] prose;
  private final double[] scores;

  MainContent(PageTree page) {
    this.page = page;
    prose = new int[page.size()];
    scores = new double[page.size()];
    int[] order = page.remaining();
    for (int k = order.length - 1; k > 0; k--) {
      count(order[k]);
    }
    prose[0] += ownProse(0);
    scores[0] += ownProse(0);
  }

  /** Adds to the parent what an element holds; its inner elements have been counted. */
  private void count(int i) {
    int own = ownProse(i);
    prose[i] += own;
    int parent = page.parent(i);
    prose[parent] += prose[i];
    if (PARAGRAPHS.contains(page.element(i).normalName())) {
      scores[parent] += own;
    } else { // text between line breaks
      scores[i] += own;
    }
    scores[parent] += OUTWARD_DECAY * scores[i];
  }

  private int ownProse(int i) {
    int characters = page.isBlock(i) ? page.ownProse(i) : 0;
    return characters >= MIN_PROSE_CHARACTERS ? characters : 0;
  }

  /** Characters of prose in an element. */
  int prose(int i) {
    return prose[i];
  }

  /** The elements that hold the article, in document order, none inside another. */
  List<Integer> find() {
    int best = 0;
    for (int i = 0; i < page.size(); i = page.next(i)) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return withContinuations(best);
  }

  /**
   * Pages that put something between the parts of an article repeat its element. A further title
   * between them begins another article.
   */
  private List<Integer> withContinuations(int best) {
    List<Integer> parts = new ArrayList<>();
    for (int i = 0; i < page.size(); ) {
      boolean isPart = i == best || continues(i, best);
      if (isPart) {
        parts.add(i);
      } else if (page.isNamed(i, "h1")) {
        if (i > best) {
          break;
        }
        parts.clear();
      }
      i = isPart ? page.skipDropped(page.end(i)) : page.next(i);
    }
    return parts;
  }

  private boolean continues(int i, int best) {
    return prose[i] >= MIN_CONTINUATION * prose[best]
        && (i > best || page.end(i) <= best)
        && isSameKind(page.element(i), page.element(best));
  }

  private static boolean isSameKind(Element one, Element other) {
    return !one.className().isEmpty()
        && one.className().equals(other.className())
        && one.normalName().equals(other.normalName());
  }
}
