package dev.kindling.corpus.extract;

import dev.kindling.corpus.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Numbers the elements and texts of a page in document order. */
final class PageReader implements NodeFilter {
  private static final int NODES_BETWEEN_CHECKS = 256;

  private final boolean withHidden;
  private final Deadline deadline;
  private final List<Node> nodes = new ArrayList<>();
  private int[] parents = new int[1024];
  private int[] open = new int[64]; // the number of the open element of each depth
  private int maxDepth;

  /** Reads what is visible. */
  PageReader(Deadline deadline) {
    this(false, deadline);
  }

  /** Reads hidden elements only on demand. */
  PageReader(boolean withHidden, Deadline deadline) {
    this.withHidden = withHidden;
    this.deadline = deadline;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    maxDepth = Math.max(maxDepth, depth);
    if (node instanceof Element element) {
      if (depth > 0 && isLeftOut(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
    } else if (!(node instanceof TextNode)) {
      return FilterResult.SKIP_ENTIRELY;
    }
    int number = nodes.size();
    if (number % NODES_BETWEEN_CHECKS == 0) {
      deadline.check();
    }
    nodes.add(node);
    parents = fit(parents, number);
    parents[number] = depth == 0 ? 0 : open[depth - 1];
    open = fit(open, depth);
    open[depth] = number;
    return FilterResult.CONTINUE;
  }

  private boolean isLeftOut(Element element) {
    return Visibility.isNoText(element) || (!withHidden && Visibility.isHidden(element));
  }

  private static int[] fit(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, 2 * index);
  }

  Node[] nodes() {
    return nodes.toArray(new Node[0]);
  }

  int[] parents() {
    return Arrays.copyOf(parents, nodes.size());
  }

  /** Deepest nesting met; 0 is the body. */
  int maxDepth() {
    return maxDepth;
  }
}
