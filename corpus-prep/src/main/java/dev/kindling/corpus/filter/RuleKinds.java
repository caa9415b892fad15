package dev.kindling.corpus.filter;

import java.util.List;

/**
 * Every known rule, in the order in which they are applied: what needs no look at the text, then
 * repetition, quality, C4, FineWeb, single lines, words, and personal data last.
 */
final class RuleKinds {
  static final List<RuleKind> ALL =
      List.of(
          BlockedHosts.KIND,
          BlockedUrls.KIND,
          UrlWords.BLOCKED,
          UrlWords.SUSPECT,
          LanguageRule.KIND,
          CharacterCount.KIND,
          DuplicateLines.KIND,
          DuplicateParagraphs.KIND,
          TopNgrams.KIND,
          DuplicateNgrams.KIND,
          Length.KIND,
          MeanWordLength.KIND,
          SymbolRatio.KIND,
          AlphabeticWords.KIND,
          StopWords.KIND,
          BulletLines.KIND,
          EllipsisLines.KIND,
          LongWordLines.KIND,
          Citations.KIND,
          UnfinishedLines.KIND,
          FewWordLines.KIND,
          PhraseLines.KIND,
          ForbiddenText.KIND,
          SentenceCount.KIND,
          PunctuatedLines.KIND,
          ShortLines.KIND,
          RemainingDuplicateLines.KIND,
          LineBreaks.KIND,
          UppercaseLines.KIND,
          NumericLines.KIND,
          BadWords.KIND,
          Contamination.KIND,
          EmailAddresses.KIND,
          IpAddresses.KIND,
          CardNumbers.KIND,
          PhoneNumbers.KIND);

  private RuleKinds() {}
}
