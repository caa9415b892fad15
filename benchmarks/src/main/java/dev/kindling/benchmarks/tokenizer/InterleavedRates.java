package dev.kindling.benchmarks.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Passes of all sides in turn, so that whatever else the machine does falls on all of them; each
 * round begins with another side. The code is warm; each pass has new encoders, as if it were the
 * text's first.
 */
final class InterleavedRates {
  private InterleavedRates() {}

  /** Measures every side on as many threads, and ours also on one. */
  static List<EncodeRate> measure(byte[] json, Documents documents, int threads, int rounds) {
    List<Contestant> contestants = new ArrayList<>();
    for (EncoderSide side : EncoderSide.values()) {
      contestants.add(new Contestant(side, threads, json, documents, rounds));
      if (side.ours() && threads > 1) {
        contestants.add(new Contestant(side, 1, json, documents, rounds));
      }
    }
    try {
      contestants.forEach(Contestant::warmUp);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < contestants.size(); i++) {
          contestants.get((round + i) % contestants.size()).measure(round);
        }
      }
      return contestants.stream().map(Contestant::rate).toList();
    } finally {
      contestants.forEach(Contestant::close);
    }
  }
}
