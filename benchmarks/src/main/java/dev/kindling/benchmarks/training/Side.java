package dev.kindling.benchmarks.training;

import dev.kindling.model.Precision;

/** Who trains. */
enum Side {
  /** Kindling. */
  OURS {
    @Override
    TrainingStep open(Workload workload, Precision precision, int threads) {
      return new KindlingStep(workload, precision, threads);
    }
  },
  /** libtorch. */
  PEER {
    @Override
    TrainingStep open(Workload workload, Precision precision, int threads) {
      return new LibtorchStep(workload, precision, threads);
    }
  };

  /**
   * Builds the model.
   *
   * @throws IllegalArgumentException if this side cannot train so
   */
  abstract TrainingStep open(Workload workload, Precision precision, int threads);
}
