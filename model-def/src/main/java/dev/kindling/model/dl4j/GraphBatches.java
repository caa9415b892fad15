package dev.kindling.model.dl4j;

import dev.kindling.model.Architecture;
import dev.kindling.model.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Batches as DL4J's data sets. Ids travel as float32, which is exact below 2<sup>24</sup>.
 *
 * <ul>
 *   <li>features: tokens (B, L), for BERT segments (B, L), lengths (B, 1), label positions in their
 *       sequence (B, K) with -1 for none
 *   <li>labels: tokens (B, K), for BERT next-sentence labels (B, 1), -1 for none
 * </ul>
 */
public final class GraphBatches {
  private static final float ABSENT = -1;

  private GraphBatches() {}

  /**
   * The data set of a batch.
   *
   * @param maxLabels K: label positions that each sequence has room for; data sets that DL4J is to
   *     merge have one K and one L
   * @throws IllegalArgumentException if a sequence has more labels
   */
  public static MultiDataSet of(Batch batch, int maxLabels) {
    int sequences = batch.sequences();
    float[] positions = new float[sequences * maxLabels];
    float[] labels = new float[sequences * maxLabels];
    Arrays.fill(positions, ABSENT);
    Arrays.fill(labels, ABSENT);
    int[] counts = new int[sequences];
    for (int i = 0; i < batch.labelCount(); i++) {
      int sequence = batch.labelRows()[i] / batch.length();
      if (counts[sequence] == maxLabels) {
        throw new IllegalArgumentException(
            "sequence %d has more labels than max-labels = %d".formatted(sequence, maxLabels));
      }
      int place = sequence * maxLabels + counts[sequence]++;
      positions[place] = batch.labelRows()[i] % batch.length();
      labels[place] = batch.labels()[i];
    }
    boolean bert = batch.architecture() == Architecture.BERT;
    List<INDArray> features = new ArrayList<>();
    features.add(ids(batch.tokens(), sequences, batch.length()));
    if (bert) {
      features.add(ids(batch.segments(), sequences, batch.length()));
    }
    features.add(ids(batch.lengths(), sequences, 1));
    features.add(Floats.array(positions, sequences, maxLabels));
    List<INDArray> wanted = new ArrayList<>();
    wanted.add(Floats.array(labels, sequences, maxLabels));
    if (bert) {
      wanted.add(Floats.array(nextLabels(batch), sequences, 1));
    }
    return new org.nd4j.linalg.dataset.MultiDataSet(
        features.toArray(INDArray[]::new), wanted.toArray(INDArray[]::new));
  }

  private static float[] nextLabels(Batch batch) {
    float[] labels = new float[batch.sequences()];
    for (int b = 0; b < labels.length; b++) {
      boolean given = batch.nextLabels().length > 0 && batch.lengths()[b] > 0;
      labels[b] = given ? batch.nextLabels()[b] : ABSENT;
    }
    return labels;
  }

  private static INDArray ids(int[] values, int rows, int columns) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return Floats.array(floats, rows, columns);
  }
}
