package dev.kindling.benchmarks.corpus;

import dev.kindling.corpus.tokens.DocumentTokens;
import dev.kindling.examples.BertExampleOptions;
import dev.kindling.examples.BertExamples;
import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.ExampleShardWriter;
import dev.kindling.examples.ExampleSink;
import dev.kindling.examples.FullSentenceExamples;
import dev.kindling.examples.GptExamples;
import dev.kindling.examples.PackingOptions;
import dev.kindling.examples.ShardHeader;
import dev.kindling.examples.SpecialIds;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.examples.TokenizedSentence;
import dev.kindling.tokenizer.BertNormalizer;
import dev.kindling.tokenizer.Encoding;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceEncoder;
import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import dev.kindling.tokenizer.learn.WordPieceLearner;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the tasks of the examples stage do, on one thread and without what Spark does between them:
 * sentences, token ids, groups of documents, examples, a shard a group.
 */
final class ExamplesWork {
  private static final TokenizerOptions OPTIONS = TokenizerOptions.hf(true);
  private static final int SEQUENCE_LENGTH = 128;
  private static final long SEED = 1;

  /** As the stage's groups, on average. */
  private static final long CHARACTERS_PER_GROUP = 16_000_000;

  private final ExampleKind kind;
  private final Tokenizer tokenizer;
  private final SpecialIds special;
  private final DocumentTokens tokens;
  private final List<TokenizedDocument> group = new ArrayList<>();
  private final Path shard;
  private long charactersOfGroup;
  private long examples;

  /**
   * Prepares.
   *
   * @param shard is written anew for each group
   */
  ExamplesWork(ExampleKind kind, Vocabulary vocabulary, Path shard) {
    this.kind = kind;
    this.tokenizer = Tokenizer.of(vocabulary, OPTIONS);
    this.shard = shard;
    this.special =
        new SpecialIds(
            vocabulary.id(SpecialToken.CLASSIFICATION),
            vocabulary.id(SpecialToken.SEPARATOR),
            vocabulary.id(SpecialToken.MASK),
            vocabulary.id(SpecialToken.END_OF_TEXT));
    WordPieceEncoder encoder = tokenizer.encoder();
    this.tokens =
        new DocumentTokens(
            kind,
            text -> {
              Encoding encoding = encoder.encodeWithOffsets(text).ofWords(vocabulary);
              return new TokenizedSentence(encoding.ids(), encoding.starts(), encoding.ends());
            });
  }

  /** A vocabulary of 8192 pieces, learned from some text. */
  static Vocabulary vocabulary(List<String> documents) {
    WordCounts counts = new WordCounts();
    BertNormalizer normalizer = new BertNormalizer(OPTIONS);
    documents.forEach(document -> normalizer.words(document, word -> counts.add(word, 1)));
    return new WordPieceLearner(new LearnerOptions(8192, 2, 1000)).learn(counts);
  }

  void add(String id, String text) throws IOException {
    Iterator<TokenizedDocument> parts = tokens.parts(id, text, "eng");
    while (parts.hasNext()) {
      TokenizedDocument part = parts.next();
      group.add(part);
      charactersOfGroup += Math.min(text.length(), DocumentTokens.LONGEST_PART);
      if (charactersOfGroup >= CHARACTERS_PER_GROUP) {
        finishGroup();
      }
    }
  }

  /** Builds what is left; returns how many examples there are in all. */
  long finish() throws IOException {
    if (!group.isEmpty()) {
      finishGroup();
    }
    return examples;
  }

  private void finishGroup() throws IOException {
    List<Example> built = new ArrayList<>();
    ExampleSink sink = (example, origins) -> built.add(example);
    PackingOptions packing = new PackingOptions(SEQUENCE_LENGTH, true, SEED);
    switch (kind) {
      case MASKED_LANGUAGE_MODEL ->
          BertExamples.build(
              group, 0, new BertExampleOptions(SEQUENCE_LENGTH, 0.1, 1, SEED), special, sink);
      case FULL_SENTENCES -> FullSentenceExamples.build(group, 0, packing, special, sink);
      case NEXT_WORD -> GptExamples.build(group, packing, special, sink);
    }
    ShardHeader header =
        new ShardHeader(
            kind,
            SEQUENCE_LENGTH,
            tokenizer.vocabulary().size(),
            tokenizer.fingerprint(),
            built.size());
    try (ExampleShardWriter writer =
        new ExampleShardWriter(new BufferedOutputStream(Files.newOutputStream(shard)), header)) {
      for (Example example : built) {
        writer.write(example);
      }
    }
    examples += built.size();
    group.clear();
    charactersOfGroup = 0;
  }
}
