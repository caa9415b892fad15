package dev.kindling.benchmarks.corpus;

import dev.kindling.corpus.dedup.MinHash;
import dev.kindling.corpus.dedup.MinHashPreset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How fast MinHash signatures with their bands are made, by each preset. */
final class Signatures implements CorpusRow {
  private static final long SEED = 1;

  @Override
  public String name() {
    return "signatures";
  }

  @Override
  public List<Throughput> measure(CorpusArguments arguments) throws Exception {
    List<String> documents = new SyntheticText(SEED).documents(arguments.megabytes() * 1_000_000L);
    long bytes = SyntheticText.bytes(documents);
    List<Throughput> rates = new ArrayList<>();
    for (MinHashPreset preset : MinHashPreset.values()) {
      MinHash minHash = new MinHash(preset.options(SEED));
      rates.add(
          Throughput.of(
              name(),
              preset.name().toLowerCase(Locale.ROOT),
              bytes,
              arguments.rounds(),
              () -> sumOfBands(minHash, documents)));
    }
    return rates;
  }

  private static long sumOfBands(MinHash minHash, List<String> documents) {
    long sum = 0;
    for (String document : documents) {
      for (long band : minHash.bands(document).orElseThrow()) {
        sum += band;
      }
    }
    return sum;
  }
}
