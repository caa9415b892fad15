package dev.kindling.model.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.model.Activation;
import dev.kindling.model.Architecture;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.TransformerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a config.json and refuses what our network does not compute. Absent keys have the values
 * that the Python classes give them, except the sizes, which must be there.
 */
final class HuggingFaceConfigReader {

  private final Path file;
  private final JsonNode json;

  HuggingFaceConfigReader(Path file) throws IOException {
    this.file = file;
    try {
      this.json = new JsonMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The tokenizer's fingerprint, which files of other programs do not have. */
  Optional<String> tokenizerFingerprint() {
    return Optional.ofNullable(json.path(HuggingFaceConfig.TOKENIZER_FINGERPRINT).textValue());
  }

  TransformerConfig read() throws IOException {
    JsonNode type = json.path("model_type");
    HuggingFaceClass python =
        HuggingFaceClass.named(type.asText())
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: model_type %s: must be one of %s"
                            .formatted(file, type, HuggingFaceClass.modelTypes())));
    try {
      return python.architecture() == Architecture.BERT ? bert(python) : gpt(python);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private TransformerConfig bert(HuggingFaceClass python) throws IOException {
    require("position_embedding_type", "absolute");
    require("type_vocab_size", 2);
    require("is_decoder", false);
    require("tie_word_embeddings", true);
    return new TransformerConfig(
        Architecture.BERT,
        size("vocab_size"),
        size("num_hidden_layers"),
        size("hidden_size"),
        size("num_attention_heads"),
        size("intermediate_size"),
        size("max_position_embeddings"),
        PositionEncoding.LEARNED,
        python.normPlacement(),
        activation(python, Activation.GELU_ERF),
        number("hidden_dropout_prob", 0.1),
        number("layer_norm_eps", TransformerConfig.BERT_EPSILON));
  }

  private TransformerConfig gpt(HuggingFaceClass python) throws IOException {
    require("scale_attn_weights", true);
    require("scale_attn_by_inverse_layer_idx", false);
    require("add_cross_attention", false);
    require("tie_word_embeddings", true);
    int hidden = size("n_embd");
    boolean fixed = python == HuggingFaceClass.OPENAI_GPT || absent("n_inner");
    return new TransformerConfig(
        Architecture.GPT,
        size("vocab_size"),
        size("n_layer"),
        hidden,
        size("n_head"),
        fixed ? Math.multiplyExact(4, hidden) : size("n_inner"),
        size("n_positions"),
        PositionEncoding.LEARNED,
        python.normPlacement(),
        activation(python, Activation.GELU_TANH),
        number("resid_pdrop", 0.1),
        number("layer_norm_epsilon", TransformerConfig.GPT_EPSILON));
  }

  private Activation activation(HuggingFaceClass python, Activation absent) throws IOException {
    String key = python.activationKey();
    if (absent(key)) {
      return absent;
    }
    JsonNode name = json.path(key);
    return python
        .activation(name.asText())
        .orElseThrow(
            () ->
                new IOException(
                    "%s: %s is %s; only %s can be read"
                        .formatted(file, key, name, python.activationNames())));
  }

  /** The key must be absent or have the one value that our network computes, its default. */
  private void require(String key, Object value) throws IOException {
    if (!absent(key) && !json.path(key).asText().equals(value.toString())) {
      throw new IOException(
          "%s: %s is %s; only %s can be read".formatted(file, key, json.path(key), value));
    }
  }

  private int size(String key) throws IOException {
    JsonNode node = json.path(key);
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new IOException(
          "%s: %s must be a whole number, got %s"
              .formatted(file, key, node.isMissingNode() ? "nothing" : node));
    }
    return node.intValue();
  }

  private double number(String key, double absent) throws IOException {
    JsonNode node = json.path(key);
    if (absent(key)) {
      return absent;
    }
    if (!node.isNumber()) {
      throw new IOException("%s: %s must be a number, got %s".formatted(file, key, node));
    }
    return node.doubleValue();
  }

  private boolean absent(String key) {
    return json.path(key).isMissingNode() || json.path(key).isNull();
  }
}
