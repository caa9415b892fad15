package dev.kindling.model.format;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.model.TransformerConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON files of a Hugging Face model folder: keys sorted, the same bytes on every system. */
final class HuggingFaceConfig {

  /** Our own key, which transformers keeps and does not use. */
  static final String TOKENIZER_FINGERPRINT = "tokenizer_fingerprint";

  private static final JsonMapper JSON = new JsonMapper();

  private HuggingFaceConfig() {}

  static void write(TransformerConfig config, TokenizerSettings tokenizer, ModelFiles files)
      throws IOException {
    boolean bert = config.isBert();
    Map<String, Object> json = common(config);
    json.put(TOKENIZER_FINGERPRINT, tokenizer.fingerprint());
    json.putAll(bert ? bert(config, tokenizer) : gpt(config, tokenizer));
    write(files, "config.json", json);
    if (!bert) {
      write(files, "generation_config.json", gptIds(tokenizer));
    }
  }

  private static Map<String, Object> bert(TransformerConfig c, TokenizerSettings tokenizer) {
    Map<String, Object> json = new TreeMap<>();
    json.put("hidden_size", c.hidden());
    json.put("num_hidden_layers", c.layers());
    json.put("num_attention_heads", c.heads());
    json.put("intermediate_size", c.feedForward());
    json.put("max_position_embeddings", c.positions());
    json.put("type_vocab_size", 2);
    json.put("position_embedding_type", "absolute");
    json.put("hidden_dropout_prob", c.dropout());
    json.put("attention_probs_dropout_prob", c.dropout());
    json.put("layer_norm_eps", c.layerNormEpsilon());
    json.put("pad_token_id", tokenizer.padding());
    return json;
  }

  private static Map<String, Object> gpt(TransformerConfig c, TokenizerSettings tokenizer) {
    Map<String, Object> json = new TreeMap<>();
    json.put("n_embd", c.hidden());
    json.put("n_layer", c.layers());
    json.put("n_head", c.heads());
    json.put("n_positions", c.positions());
    json.put("embd_pdrop", c.dropout());
    json.put("attn_pdrop", c.dropout());
    json.put("resid_pdrop", c.dropout());
    json.put("layer_norm_epsilon", c.layerNormEpsilon());
    if (c.isPreNorm()) { // GPT-1 always has 4 times n_embd, and scales
      json.put("n_inner", c.feedForward());
      json.put("scale_attn_weights", true);
    }
    json.putAll(gptIds(tokenizer)); // the defaults are ids of GPT-2's own vocabulary
    return json;
  }

  private static Map<String, Object> common(TransformerConfig c) {
    Map<String, Object> json = new TreeMap<>();
    HuggingFaceClass python = HuggingFaceClass.of(c);
    json.put("model_type", python.modelType());
    json.put("architectures", List.of(python.className()));
    json.put(python.activationKey(), python.activationName(c.activation()));
    json.put("vocab_size", c.vocabularySize());
    json.put("initializer_range", 0.02);
    json.put("tie_word_embeddings", true);
    json.put("dtype", "float32");
    json.put("torch_dtype", "float32"); // the same key's older name
    return json;
  }

  private static Map<String, Object> gptIds(TokenizerSettings tokenizer) {
    Map<String, Object> json = new TreeMap<>();
    json.put("bos_token_id", tokenizer.endOfText());
    json.put("eos_token_id", tokenizer.endOfText());
    json.put("pad_token_id", tokenizer.padding());
    return json;
  }

  private static void write(ModelFiles files, String name, Map<String, Object> json)
      throws IOException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    byte[] bytes = JSON.writer(printer).writeValueAsBytes(json);
    try (OutputStream out = files.create(name)) {
      out.write(bytes);
      out.write('\n');
    }
  }
}
