package dev.kindling.corpus.filter;

import java.util.List;

/** Every known rule, in the order in which they are applied. */
final class RuleKinds {
  static final List<RuleKind> ALL =
      List.of(
          DuplicateLines.KIND,
          Length.KIND,
          MeanWordLength.KIND,
          SymbolRatio.KIND,
          AlphabeticWords.KIND,
          StopWords.KIND,
          BulletLines.KIND,
          EllipsisLines.KIND,
          Contamination.KIND);

  private RuleKinds() {}
}
