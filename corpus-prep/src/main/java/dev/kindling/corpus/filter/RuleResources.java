package dev.kindling.corpus.filter;

import java.util.List;

/**
 * The files that rules name: lists of hosts, words, evaluation texts. Whoever applies the rules
 * knows how to read them, wherever they lie.
 */
@FunctionalInterface
public interface RuleResources {
  /**
   * Reads a file.
   *
   * @param path as written in the configuration
   * @return its lines as they are
   */
  List<String> lines(String path);
}
