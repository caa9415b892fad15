package dev.kindling.benchmarks.corpus;

import dev.kindling.examples.ExampleKind;
import dev.kindling.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code examples}: how fast text becomes examples of each kind, and how much memory that takes,
 * whatever the size of the input: once for a small and once for a large input in documents of some
 * kilobytes, once for one long document, each in a process of its own with 512 MiB of heap.
 */
final class ExamplesRow implements CorpusRow {
  static final String NAME = "examples";
  private static final long SEED = 7;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<? extends Record> measure(CorpusArguments arguments) throws Exception {
    List<Record> lines = new ArrayList<>();
    List<String> documents = new SyntheticText(SEED).documents(arguments.megabytes() * 1_000_000L);
    Vocabulary vocabulary = ExamplesWork.vocabulary(documents);
    Path shard = Files.createTempFile("kindling-benchmark-", ".bin");
    try {
      for (ExampleKind kind : ExampleKind.values()) {
        String variant = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        long bytes = SyntheticText.bytes(documents);
        lines.add(
            Throughput.of(
                NAME,
                variant,
                bytes,
                arguments.rounds(),
                () -> build(kind, vocabulary, documents, shard)));
      }
    } finally {
      Files.delete(shard);
    }
    lines.add(ExamplesMemory.inProcess(4 * arguments.megabytes(), false));
    lines.add(ExamplesMemory.inProcess(16 * arguments.megabytes(), false));
    lines.add(ExamplesMemory.inProcess(4 * arguments.megabytes(), true));
    return lines;
  }

  private static long build(
      ExampleKind kind, Vocabulary vocabulary, List<String> documents, Path shard)
      throws IOException {
    ExamplesWork work = new ExamplesWork(kind, vocabulary, shard);
    for (int i = 0; i < documents.size(); i++) {
      work.add("document-" + i, documents.get(i));
    }
    return work.finish();
  }
}
