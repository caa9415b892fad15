package dev.kindling.model.format;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model folder that Hugging Face's classes load, see {@link HuggingFaceClass}: config.json,
 * generation_config.json (GPT) and model.safetensors. The tokenizer's files are its own to write
 * beside these.
 *
 * <p>The output embedding is tied to the input embedding and stands in the file once. Sinusoidal
 * positions are written as a table, since the classes have learned ones only: what is read back
 * computes the same, but its positions are parameters, which further training will move.
 */
public final class HuggingFaceLayout {

  /**
   * A model as read from a folder.
   *
   * @param config its shape; the dropout is that of the hidden states, for attention as well
   * @param parameters in the order of {@link ParameterLayout}
   * @param tokenizerFingerprint of the tokenizer that it was trained with, where the folder names
   *     it
   */
  @SuppressWarnings("ArrayRecordComponent") // results of one call, never compared
  public record Model(
      TransformerConfig config, float[] parameters, Optional<String> tokenizerFingerprint) {}

  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.safetensors";

  /** Tensors of published files that hold no parameter of their own: buffers and tied copies. */
  private static final Pattern WITHOUT_PARAMETERS =
      Pattern.compile(
          "(bert\\.)?embeddings\\.position_ids"
              + "|(transformer\\.)?h\\.\\d+\\.attn\\.(masked_)?bias"
              + "|cls\\.predictions\\.decoder\\.(weight|bias)"
              + "|lm_head\\.weight");

  private HuggingFaceLayout() {}

  /**
   * Writes the folder's files. Equal arguments give equal bytes.
   *
   * @param config the model's shape
   * @param parameters in the order of {@link ParameterLayout}
   * @param tokenizer what the files say of the tokenizer
   * @param files where they go
   * @throws IOException if a file cannot be written
   * @throws IllegalArgumentException if there are more or fewer parameters than the shape has, or
   *     no class computes such a network
   */
  public static void write(
      TransformerConfig config, float[] parameters, TokenizerSettings tokenizer, ModelFiles files)
      throws IOException {
    int size = ParameterLayout.of(config).size();
    if (parameters.length != size) {
      throw new IllegalArgumentException(
          "the model has " + size + " parameters, got " + parameters.length);
    }
    HuggingFaceConfig.write(config, tokenizer, files);
    List<Safetensors.Source> tensors =
        HuggingFaceTensor.of(config).stream().map(tensor -> tensor.from(parameters)).toList();
    try (OutputStream out = files.create(WEIGHTS)) {
      Safetensors.write(out, tensors);
    }
  }

  /**
   * Reads config.json and model.safetensors. Files as published are accepted too: without the
   * prefix {@code bert.} or {@code transformer.}, with gamma and beta for the weights and biases of
   * BERT's norms, and with the position ids, causal masks and tied copies that some carry.
   *
   * @param folder a model folder on a local file system
   * @return the model
   * @throws IOException if a file is missing or damaged, the model is of a kind that our network
   *     does not compute, or a tensor is missing, unknown or of another shape; the message names it
   */
  public static Model read(Path folder) throws IOException {
    HuggingFaceConfigReader reader = new HuggingFaceConfigReader(folder.resolve(CONFIG));
    TransformerConfig config = reader.read();
    Path file = folder.resolve(WEIGHTS);
    if (Files.exists(folder.resolve(WEIGHTS + ".index.json")) && !Files.exists(file)) {
      throw new IOException(
          folder + " holds a model in several files; only one " + WEIGHTS + " can be read");
    }
    float[] parameters;
    try {
      parameters = new float[ParameterLayout.of(config).size()];
    } catch (IllegalArgumentException e) {
      throw new IOException(folder.resolve(CONFIG) + ": " + e.getMessage(), e);
    }
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Set<String> unknown = new LinkedHashSet<>(tensors.names());
      for (HuggingFaceTensor tensor : HuggingFaceTensor.of(config)) {
        String name = find(tensor, tensors.names(), file);
        checkShape(tensor, name, tensors, file);
        tensor.into(parameters, tensors.read(name));
        unknown.remove(name);
      }
      unknown.removeIf(name -> WITHOUT_PARAMETERS.matcher(name).matches());
      if (!unknown.isEmpty()) {
        throw new IOException(
            "%s: tensors %s have no place in a model of this %s".formatted(file, unknown, CONFIG));
      }
    }
    return new Model(config, parameters, reader.tokenizerFingerprint());
  }

  private static void checkShape(
      HuggingFaceTensor tensor, String name, SafetensorsFile tensors, Path file)
      throws IOException {
    List<Long> expected = tensor.shape().stream().map(Integer::longValue).toList();
    if (!tensors.shape(name).equals(expected)) {
      throw new IOException(
          "%s: tensor %s has shape %s; %s asks for %s"
              .formatted(file, name, tensors.shape(name), CONFIG, expected));
    }
  }

  private static String find(HuggingFaceTensor tensor, Set<String> names, Path file)
      throws IOException {
    String name = tensor.name();
    String old = name.replace("LayerNorm.weight", "LayerNorm.gamma");
    old = old.replace("LayerNorm.bias", "LayerNorm.beta");
    for (String candidate : List.of(name, withoutPrefix(name), old, withoutPrefix(old))) {
      if (names.contains(candidate)) {
        return candidate;
      }
    }
    throw new IOException(
        "%s: tensor %s of shape %s is missing".formatted(file, name, tensor.shape()));
  }

  private static String withoutPrefix(String name) {
    return name.replaceFirst("^(bert|transformer)\\.", "");
  }
}
