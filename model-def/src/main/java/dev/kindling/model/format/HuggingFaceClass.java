package dev.kindling.model.format;

import dev.kindling.model.Activation;
import dev.kindling.model.Architecture;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.TransformerConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The classes of Hugging Face's transformers that compute our networks. */
public enum HuggingFaceClass {
  /** BERT as published. */
  BERT("bert", "BertForPreTraining", "hidden_act", "gelu", "gelu_new"),
  /** BERT that normalises before each sublayer and behind the last. */
  MEGATRON_BERT("megatron-bert", "MegatronBertForPreTraining", "hidden_act", "gelu", "gelu_new"),
  /** GPT-1; its class has no erf GELU and calls the tanh form {@code gelu}. */
  OPENAI_GPT("openai-gpt", "OpenAIGPTLMHeadModel", "afn", null, "gelu"),
  /** GPT-2. */
  GPT2("gpt2", "GPT2LMHeadModel", "activation_function", "gelu", "gelu_new");

  private final String modelType;
  private final String className;
  private final String activationKey;
  private final String erfName; // null where the class does not have it
  private final String tanhName;

  HuggingFaceClass(
      String modelType, String className, String activationKey, String erfName, String tanhName) {
    this.modelType = modelType;
    this.className = className;
    this.activationKey = activationKey;
    this.erfName = erfName;
    this.tanhName = tanhName;
  }

  /**
   * Returns the class that computes a network.
   *
   * @throws IllegalArgumentException if there is none; the message names what no class has
   */
  public static HuggingFaceClass of(TransformerConfig config) {
    HuggingFaceClass python =
        Stream.of(values())
            .filter(c -> c.architecture() == config.architecture())
            .filter(c -> c.normPlacement() == config.normPlacement())
            .findFirst()
            .orElseThrow();
    if (python.activationName(config.activation()) == null) {
      throw new IllegalArgumentException(
          "Hugging Face's %s, which normalises %s, has no %s; it has %s"
              .formatted(
                  python.className,
                  config.normPlacement(),
                  config.activation(),
                  python.activationNames()));
    }
    if (python == OPENAI_GPT && config.feedForward() != 4 * config.hidden()) {
      throw new IllegalArgumentException(
          "Hugging Face's %s has a feed-forward width of 4 times hidden, %d; the model's is %d"
              .formatted(python.className, 4 * config.hidden(), config.feedForward()));
    }
    return python;
  }

  /** Returns the class of a config.json's {@code model_type}. */
  static Optional<HuggingFaceClass> named(String modelType) {
    return Stream.of(values()).filter(c -> c.modelType.equals(modelType)).findFirst();
  }

  /** Returns all values of {@code model_type}. */
  static List<String> modelTypes() {
    return Stream.of(values()).map(c -> c.modelType).toList();
  }

  /** Returns the name of the Python class, for example {@code GPT2LMHeadModel}. */
  public String className() {
    return className;
  }

  /** Returns config.json's {@code model_type}. */
  String modelType() {
    return modelType;
  }

  Architecture architecture() {
    return this == BERT || this == MEGATRON_BERT ? Architecture.BERT : Architecture.GPT;
  }

  NormPlacement normPlacement() {
    return this == BERT || this == OPENAI_GPT ? NormPlacement.POST : NormPlacement.PRE;
  }

  /** Returns the key of config.json that names the activation. */
  String activationKey() {
    return activationKey;
  }

  /** Returns the name of an activation in config.json, null if the class does not have it. */
  String activationName(Activation activation) {
    return switch (activation) {
      case GELU_ERF -> erfName;
      case GELU_TANH -> tanhName;
      case RELU -> "relu";
    };
  }

  /** Returns the names of all activations that the class has and our networks have. */
  List<String> activationNames() {
    return Arrays.stream(Activation.values())
        .map(this::activationName)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the activation of a name in config.json. */
  Optional<Activation> activation(String name) {
    return Arrays.stream(Activation.values())
        .filter(activation -> name.equals(activationName(activation)))
        .findFirst();
  }
}
