package dev.kindling.model.nn;

import dev.kindling.model.PositionEncoding;
import dev.kindling.model.SinusoidalPositions;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.DropoutPlan.Site;

/**
 * Token ids to rows: word, position and (BERT) segment embeddings, summed. Where the embeddings
 * have a normalisation of their own (BERT with POST) elements drop out behind it, else of the sum.
 */
final class Embeddings {
  private final Kernels kernels;
  private final int hidden;
  private final boolean ownNorm;
  private final Parameter word; // (V, h)
  private final Parameter position; // (P, h), null where the table is fixed
  private final Parameter segment; // (2, h), null for GPT
  private final Buffer positions; // (P, h): the parameter's values or a fixed table
  private final ResidualSum end; // (R, h)

  Embeddings(Workspace workspace) {
    TransformerConfig config = workspace.config();
    kernels = workspace.kernels();
    hidden = config.hidden();
    ownNorm = config.isBert() && !config.isPreNorm();
    word = workspace.parameter("embeddings.word");
    position = workspace.parameter("embeddings.position");
    segment = workspace.parameter("embeddings.segment");
    positions =
        config.positionEncoding() == PositionEncoding.LEARNED
            ? position.value()
            : sinusoidal(workspace);
    end = ResidualSum.ofEmbeddings(workspace);
  }

  private static Buffer sinusoidal(Workspace workspace) {
    int length = workspace.shape().length();
    int hidden = workspace.config().hidden();
    Buffer table = workspace.stream(length, hidden);
    table.write(SinusoidalPositions.table(length, hidden), 0);
    return table;
  }

  /** What the first block reads. */
  ResidualSum end() {
    return end;
  }

  void forward(PackedBatch batch, DropoutPlan plan) {
    int rows = batch.rows();
    kernels.gatherRows(rows, hidden, batch.tokens(), word.value(), end.sum());
    kernels.gatherAddRows(rows, hidden, batch.positions(), positions, end.sum());
    if (segment != null) {
      kernels.gatherAddRows(rows, hidden, batch.segments(), segment.value(), end.sum());
    }
    if (!ownNorm) {
      drop(rows, plan, end.sum());
    }
    end.normalize(rows);
    if (ownNorm) {
      drop(rows, plan, end.normalized());
    }
  }

  void backward(PackedBatch batch, DropoutPlan plan, RowGradients g) {
    int rows = batch.rows();
    if (ownNorm) {
      drop(rows, plan, g.normalized());
    }
    end.backward(rows, g);
    if (!ownNorm) {
      drop(rows, plan, g.stream());
    }
    scatter(batch, batch.tokens(), g, word);
    scatter(batch, batch.positions(), g, position);
    scatter(batch, batch.segments(), g, segment);
  }

  private void scatter(PackedBatch batch, int[] indices, RowGradients g, Parameter table) {
    if (table != null) {
      kernels.scatterAddRows(batch.rows(), hidden, indices, g.stream(), table.gradientToAddTo());
    }
  }

  private void drop(int rows, DropoutPlan plan, Buffer x) {
    Dropout dropout = plan.at(0, Site.EMBEDDINGS);
    if (dropout.active()) {
      kernels.dropout(rows, hidden, dropout, x, x);
    }
  }
}
