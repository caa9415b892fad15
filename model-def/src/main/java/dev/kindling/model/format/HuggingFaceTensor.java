package dev.kindling.model.format;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.SinusoidalPositions;
import dev.kindling.model.TransformerConfig;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One tensor of a Hugging Face model and where it stands in the flat parameter vector.
 *
 * @param name as the Python classes call it
 * @param offset of its first element in the flat vector; 0 where it is not in there
 * @param rows of the matrix in the flat vector (its outputs)
 * @param columns of the matrix in the flat vector (its inputs)
 * @param form how the matrix is stored in the file
 */
record HuggingFaceTensor(String name, int offset, int rows, int columns, Form form) {

  /** How a matrix of ours, [out, in], is stored. */
  enum Form {
    /** One dimension, [columns]. */
    VECTOR,
    /** As it is, [rows, columns]. */
    MATRIX,
    /** Transposed, [columns, rows]: Conv1D of GPT-1 and GPT-2. */
    TRANSPOSED,
    /** As {@link SinusoidalPositions} has it; not in the flat vector. */
    SINUSOIDS
  }

  /** All tensors that the model's {@link HuggingFaceClass} saves, in the order of our layout. */
  static List<HuggingFaceTensor> of(TransformerConfig config) {
    Names names = new Names(config);
    return config.isBert() ? names.bert() : names.gpt();
  }

  List<Integer> shape() {
    return switch (form) {
      case VECTOR -> List.of(columns);
      case MATRIX, SINUSOIDS -> List.of(rows, columns);
      case TRANSPOSED -> List.of(columns, rows);
    };
  }

  /** The tensor to be written, a view of the parameters. */
  Safetensors.Source from(float[] parameters) {
    return switch (form) {
      case VECTOR, MATRIX -> new Safetensors.Tensor(name, shape(), parameters, offset);
      case TRANSPOSED -> new Transposed(this, parameters);
      case SINUSOIDS ->
          new Safetensors.Tensor(name, shape(), SinusoidalPositions.table(rows, columns), 0);
    };
  }

  /** Transposes as it is written: a large model has no room for a copy. */
  @SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
  private record Transposed(HuggingFaceTensor tensor, float[] parameters)
      implements Safetensors.Source {

    @Override
    public String name() {
      return tensor.name;
    }

    @Override
    public List<Integer> shape() {
      return tensor.shape();
    }

    @Override
    public void copy(int from, int count, FloatBuffer into) {
      for (int i = from; i < from + count; i++) {
        int row = i % tensor.rows;
        int column = i / tensor.rows;
        into.put(parameters[tensor.offset + row * tensor.columns + column]);
      }
    }
  }

  /** Puts the values of a file's tensor of this shape into the parameters. */
  void into(float[] parameters, float[] stored) {
    if (form != Form.TRANSPOSED) {
      System.arraycopy(stored, 0, parameters, offset, stored.length);
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        parameters[offset + row * columns + column] = stored[column * rows + row];
      }
    }
  }

  /** Collects the tensors slice by slice. */
  private static final class Names {

    private final TransformerConfig config;
    private final ParameterLayout layout;
    private final List<HuggingFaceTensor> tensors = new ArrayList<>();

    Names(TransformerConfig config) {
      this.config = config;
      this.layout = ParameterLayout.of(config);
    }

    /** BertForPreTraining and, before each sublayer, MegatronBertForPreTraining. */
    List<HuggingFaceTensor> bert() {
      boolean preNorm = config.isPreNorm();
      matrix("embeddings.word", "bert.embeddings.word_embeddings.weight");
      positions("bert.embeddings.position_embeddings.weight");
      matrix("embeddings.segment", "bert.embeddings.token_type_embeddings.weight");
      if (!preNorm) {
        norm("embeddings.norm", "bert.embeddings.LayerNorm");
      }
      for (int i = 0; i < config.layers(); i++) {
        String ours = "block." + i + ".";
        String theirs = "bert.encoder.layer." + i + ".";
        for (int third = 0; third < 3; third++) {
          String part = List.of("query", "key", "value").get(third);
          third(ours + "attention.qkv", third, theirs + "attention.self." + part);
        }
        linear(ours + "attention.output", theirs + "attention.output.dense");
        norm(
            ours + "attention.norm",
            theirs + (preNorm ? "attention.ln" : "attention.output.LayerNorm"));
        linear(ours + "feedforward.inner", theirs + "intermediate.dense");
        linear(ours + "feedforward.outer", theirs + "output.dense");
        norm(ours + "feedforward.norm", theirs + (preNorm ? "ln" : "output.LayerNorm"));
      }
      if (preNorm) {
        norm("final.norm", "bert.encoder.ln");
      }
      linear("mlm.dense", "cls.predictions.transform.dense");
      norm("mlm.norm", "cls.predictions.transform.LayerNorm");
      vector("mlm.output.bias", "cls.predictions.bias");
      linear("pooler.dense", "bert.pooler.dense");
      linear("nsp", "cls.seq_relationship");
      return tensors;
    }

    /** GPT2LMHeadModel and, behind each residual, OpenAIGPTLMHeadModel. */
    List<HuggingFaceTensor> gpt() {
      boolean preNorm = config.isPreNorm();
      matrix("embeddings.word", "transformer." + (preNorm ? "wte" : "tokens_embed") + ".weight");
      positions("transformer." + (preNorm ? "wpe" : "positions_embed") + ".weight");
      for (int i = 0; i < config.layers(); i++) {
        String ours = "block." + i + ".";
        String theirs = "transformer.h." + i + ".";
        conv1d(ours + "attention.qkv", theirs + "attn.c_attn");
        conv1d(ours + "attention.output", theirs + "attn.c_proj");
        norm(ours + "attention.norm", theirs + "ln_1");
        conv1d(ours + "feedforward.inner", theirs + "mlp.c_fc");
        conv1d(ours + "feedforward.outer", theirs + "mlp.c_proj");
        norm(ours + "feedforward.norm", theirs + "ln_2");
      }
      if (preNorm) {
        norm("final.norm", "transformer.ln_f");
      }
      return tensors;
    }

    private void positions(String theirs) {
      if (config.positionEncoding() == PositionEncoding.LEARNED) {
        matrix("embeddings.position", theirs);
      } else {
        int rows = config.positions();
        int columns = config.hidden();
        tensors.add(new HuggingFaceTensor(theirs, 0, rows, columns, Form.SINUSOIDS));
      }
    }

    private void linear(String ours, String theirs) {
      matrix(ours + ".weight", theirs + ".weight");
      vector(ours + ".bias", theirs + ".bias");
    }

    private void conv1d(String ours, String theirs) {
      add(ours + ".weight", 0, 1, theirs + ".weight", Form.TRANSPOSED);
      vector(ours + ".bias", theirs + ".bias");
    }

    private void norm(String ours, String theirs) {
      vector(ours + ".gain", theirs + ".weight");
      vector(ours + ".bias", theirs + ".bias");
    }

    /** The rows of the query, the key or the value, and the same part of the bias. */
    private void third(String ours, int third, String theirs) {
      add(ours + ".weight", third, 3, theirs + ".weight", Form.MATRIX);
      add(ours + ".bias", third, 3, theirs + ".bias", Form.VECTOR);
    }

    private void matrix(String ours, String theirs) {
      add(ours, 0, 1, theirs, Form.MATRIX);
    }

    private void vector(String ours, String theirs) {
      add(ours, 0, 1, theirs, Form.VECTOR);
    }

    private void add(String ours, int part, int parts, String theirs, Form form) {
      ParameterSlice slice = layout.slice(ours);
      int rows = form == Form.VECTOR ? 1 : slice.rows() / parts;
      int columns = form == Form.VECTOR ? slice.columns() / parts : slice.columns();
      int offset = slice.offset() + part * rows * columns;
      tensors.add(new HuggingFaceTensor(theirs, offset, rows, columns, form));
    }
  }
}
