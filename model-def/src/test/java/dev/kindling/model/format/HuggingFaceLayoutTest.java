package dev.kindling.model.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.model.Activation;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.SinusoidalPositions;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.Variants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceLayoutTest {

  private static final TransformerConfig BERT = TransformerConfig.bert(7, 2, 4, 2, 6, 5, 0.1);
  private static final TransformerConfig GPT = TransformerConfig.gpt(7, 2, 4, 2, 6, 5, 0.1);
  private static final TransformerConfig GPT1 =
      TransformerConfig.gpt(7, 2, 4, 2, 16, 5, 0.1).withNormPlacement(NormPlacement.POST);
  private static final TokenizerSettings TOKENIZER = new TokenizerSettings(0, 5, "ab12");

  @TempDir Path folder;

  @Test
  void shouldReadBackExactlyWhatItWrote() throws IOException {
    for (TransformerConfig config : List.of(BERT, GPT)) {
      float[] parameters = numbered(config);
      HuggingFaceLayout.write(config, parameters, TOKENIZER, ModelFiles.in(folder));
      HuggingFaceLayout.Model model = HuggingFaceLayout.read(folder);
      assertThat(model.config()).isEqualTo(config);
      assertThat(model.parameters()).isEqualTo(parameters);
      assertThat(model.tokenizerFingerprint()).contains("ab12");
    }
  }

  @Test
  void shouldReadBackEveryVariantThatAClassComputes() throws IOException {
    int written = 0;
    for (TransformerConfig base : List.of(BERT, GPT1.withNormPlacement(NormPlacement.PRE))) {
      for (TransformerConfig config : Variants.of(base)) {
        if (!config.isBert() && !config.isPreNorm() && config.activation() == Activation.GELU_ERF) {
          continue; // refused, see below
        }
        float[] parameters = numbered(config);
        HuggingFaceLayout.write(config, parameters, TOKENIZER, ModelFiles.in(folder));
        HuggingFaceLayout.Model model = HuggingFaceLayout.read(folder);
        TransformerConfig learned = config.withPositionEncoding(PositionEncoding.LEARNED);
        assertThat(model.config()).isEqualTo(learned);
        assertThat(model.parameters()).isEqualTo(withSinusoids(config, parameters));
        written++;
      }
    }
    assertThat(written).isEqualTo(22);
  }

  /** The parameters with the table where a model with learned positions has it. */
  private static float[] withSinusoids(TransformerConfig config, float[] parameters) {
    if (config.positionEncoding() == PositionEncoding.LEARNED) {
      return parameters;
    }
    float[] table = SinusoidalPositions.table(config.positions(), config.hidden());
    int word = ParameterLayout.of(config).slice("embeddings.word").end();
    float[] all = Arrays.copyOf(parameters, parameters.length + table.length);
    System.arraycopy(table, 0, all, word, table.length);
    System.arraycopy(parameters, word, all, word + table.length, parameters.length - word);
    return all;
  }

  @Test
  void shouldRefuseWhatNoClassComputes() {
    assertThatThrownBy(() -> HuggingFaceClass.of(GPT1.withActivation(Activation.GELU_ERF)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Hugging Face's OpenAIGPTLMHeadModel, which normalises POST, has no GELU_ERF; it has"
                + " [gelu, relu]");
    assertThatThrownBy(() -> HuggingFaceClass.of(GPT.withNormPlacement(NormPlacement.POST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Hugging Face's OpenAIGPTLMHeadModel has a feed-forward width of 4 times hidden, 16;"
                + " the model's is 6");
  }

  @Test
  void shouldNameTheClassAndTheActivationOfEachVariant() throws IOException {
    TransformerConfig megatron = BERT.withNormPlacement(NormPlacement.PRE);
    assertNames(BERT, "bert", "BertForPreTraining", "hidden_act", "gelu");
    assertNames(
        BERT.withActivation(Activation.GELU_TANH),
        "bert",
        "BertForPreTraining",
        "hidden_act",
        "gelu_new");
    assertNames(
        megatron.withActivation(Activation.RELU),
        "megatron-bert",
        "MegatronBertForPreTraining",
        "hidden_act",
        "relu");
    assertNames(
        GPT.withActivation(Activation.GELU_ERF),
        "gpt2",
        "GPT2LMHeadModel",
        "activation_function",
        "gelu");
    assertNames(GPT1, "openai-gpt", "OpenAIGPTLMHeadModel", "afn", "gelu");
    assertThat(json(GPT1, "config.json").has("n_inner")).isFalse();
  }

  private static void assertNames(
      TransformerConfig config, String type, String name, String key, String activation)
      throws IOException {
    JsonNode json = json(config, "config.json");
    assertThat(json.path("model_type").asText()).isEqualTo(type);
    assertThat(json.path("architectures").get(0).asText()).isEqualTo(name);
    assertThat(json.path(key).asText()).isEqualTo(activation);
  }

  @Test
  void shouldWriteEqualBytesForEqualParameters() throws IOException {
    assertThat(written(BERT)).isEqualTo(written(BERT));
    assertThat(written(GPT)).isEqualTo(written(GPT));
    assertThat(written(BERT).keySet()).containsExactly("config.json", "model.safetensors");
    assertThat(written(GPT).keySet())
        .containsExactly("config.json", "generation_config.json", "model.safetensors");
  }

  @Test
  void shouldNameAndShapeTensorsAsBertForPreTraining() throws IOException {
    assertThat(shapes(BERT))
        .containsExactlyInAnyOrder(
            "bert.embeddings.word_embeddings.weight [7, 4]",
            "bert.embeddings.position_embeddings.weight [5, 4]",
            "bert.embeddings.token_type_embeddings.weight [2, 4]",
            "bert.embeddings.LayerNorm.weight [4]",
            "bert.embeddings.LayerNorm.bias [4]",
            "bert.encoder.layer.0.attention.self.query.weight [4, 4]",
            "bert.encoder.layer.0.attention.self.query.bias [4]",
            "bert.encoder.layer.0.attention.self.key.weight [4, 4]",
            "bert.encoder.layer.0.attention.self.key.bias [4]",
            "bert.encoder.layer.0.attention.self.value.weight [4, 4]",
            "bert.encoder.layer.0.attention.self.value.bias [4]",
            "bert.encoder.layer.0.attention.output.dense.weight [4, 4]",
            "bert.encoder.layer.0.attention.output.dense.bias [4]",
            "bert.encoder.layer.0.attention.output.LayerNorm.weight [4]",
            "bert.encoder.layer.0.attention.output.LayerNorm.bias [4]",
            "bert.encoder.layer.0.intermediate.dense.weight [6, 4]",
            "bert.encoder.layer.0.intermediate.dense.bias [6]",
            "bert.encoder.layer.0.output.dense.weight [4, 6]",
            "bert.encoder.layer.0.output.dense.bias [4]",
            "bert.encoder.layer.0.output.LayerNorm.weight [4]",
            "bert.encoder.layer.0.output.LayerNorm.bias [4]",
            "bert.encoder.layer.1.attention.self.query.weight [4, 4]",
            "bert.encoder.layer.1.attention.self.query.bias [4]",
            "bert.encoder.layer.1.attention.self.key.weight [4, 4]",
            "bert.encoder.layer.1.attention.self.key.bias [4]",
            "bert.encoder.layer.1.attention.self.value.weight [4, 4]",
            "bert.encoder.layer.1.attention.self.value.bias [4]",
            "bert.encoder.layer.1.attention.output.dense.weight [4, 4]",
            "bert.encoder.layer.1.attention.output.dense.bias [4]",
            "bert.encoder.layer.1.attention.output.LayerNorm.weight [4]",
            "bert.encoder.layer.1.attention.output.LayerNorm.bias [4]",
            "bert.encoder.layer.1.intermediate.dense.weight [6, 4]",
            "bert.encoder.layer.1.intermediate.dense.bias [6]",
            "bert.encoder.layer.1.output.dense.weight [4, 6]",
            "bert.encoder.layer.1.output.dense.bias [4]",
            "bert.encoder.layer.1.output.LayerNorm.weight [4]",
            "bert.encoder.layer.1.output.LayerNorm.bias [4]",
            "bert.pooler.dense.weight [4, 4]",
            "bert.pooler.dense.bias [4]",
            "cls.predictions.bias [7]",
            "cls.predictions.transform.dense.weight [4, 4]",
            "cls.predictions.transform.dense.bias [4]",
            "cls.predictions.transform.LayerNorm.weight [4]",
            "cls.predictions.transform.LayerNorm.bias [4]",
            "cls.seq_relationship.weight [2, 4]",
            "cls.seq_relationship.bias [2]");
  }

  @Test
  void shouldNameAndShapeTensorsAsGpt2LmHeadModel() throws IOException {
    assertThat(shapes(GPT))
        .containsExactlyInAnyOrder(
            "transformer.wte.weight [7, 4]",
            "transformer.wpe.weight [5, 4]",
            "transformer.h.0.ln_1.weight [4]",
            "transformer.h.0.ln_1.bias [4]",
            "transformer.h.0.attn.c_attn.weight [4, 12]",
            "transformer.h.0.attn.c_attn.bias [12]",
            "transformer.h.0.attn.c_proj.weight [4, 4]",
            "transformer.h.0.attn.c_proj.bias [4]",
            "transformer.h.0.ln_2.weight [4]",
            "transformer.h.0.ln_2.bias [4]",
            "transformer.h.0.mlp.c_fc.weight [4, 6]",
            "transformer.h.0.mlp.c_fc.bias [6]",
            "transformer.h.0.mlp.c_proj.weight [6, 4]",
            "transformer.h.0.mlp.c_proj.bias [4]",
            "transformer.h.1.ln_1.weight [4]",
            "transformer.h.1.ln_1.bias [4]",
            "transformer.h.1.attn.c_attn.weight [4, 12]",
            "transformer.h.1.attn.c_attn.bias [12]",
            "transformer.h.1.attn.c_proj.weight [4, 4]",
            "transformer.h.1.attn.c_proj.bias [4]",
            "transformer.h.1.ln_2.weight [4]",
            "transformer.h.1.ln_2.bias [4]",
            "transformer.h.1.mlp.c_fc.weight [4, 6]",
            "transformer.h.1.mlp.c_fc.bias [6]",
            "transformer.h.1.mlp.c_proj.weight [6, 4]",
            "transformer.h.1.mlp.c_proj.bias [4]",
            "transformer.ln_f.weight [4]",
            "transformer.ln_f.bias [4]");
  }

  /** What differs from BertForPreTraining: one norm less before the blocks, one more behind. */
  @Test
  void shouldNameAndShapeTensorsAsMegatronBertForPreTraining() throws IOException {
    TransformerConfig one =
        TransformerConfig.bert(7, 1, 4, 2, 6, 5, 0).withNormPlacement(NormPlacement.PRE);
    assertThat(shapes(one))
        .containsExactlyInAnyOrder(
            "bert.embeddings.word_embeddings.weight [7, 4]",
            "bert.embeddings.position_embeddings.weight [5, 4]",
            "bert.embeddings.token_type_embeddings.weight [2, 4]",
            "bert.encoder.layer.0.attention.ln.weight [4]",
            "bert.encoder.layer.0.attention.ln.bias [4]",
            "bert.encoder.layer.0.attention.self.query.weight [4, 4]",
            "bert.encoder.layer.0.attention.self.query.bias [4]",
            "bert.encoder.layer.0.attention.self.key.weight [4, 4]",
            "bert.encoder.layer.0.attention.self.key.bias [4]",
            "bert.encoder.layer.0.attention.self.value.weight [4, 4]",
            "bert.encoder.layer.0.attention.self.value.bias [4]",
            "bert.encoder.layer.0.attention.output.dense.weight [4, 4]",
            "bert.encoder.layer.0.attention.output.dense.bias [4]",
            "bert.encoder.layer.0.ln.weight [4]",
            "bert.encoder.layer.0.ln.bias [4]",
            "bert.encoder.layer.0.intermediate.dense.weight [6, 4]",
            "bert.encoder.layer.0.intermediate.dense.bias [6]",
            "bert.encoder.layer.0.output.dense.weight [4, 6]",
            "bert.encoder.layer.0.output.dense.bias [4]",
            "bert.encoder.ln.weight [4]",
            "bert.encoder.ln.bias [4]",
            "bert.pooler.dense.weight [4, 4]",
            "bert.pooler.dense.bias [4]",
            "cls.predictions.bias [7]",
            "cls.predictions.transform.dense.weight [4, 4]",
            "cls.predictions.transform.dense.bias [4]",
            "cls.predictions.transform.LayerNorm.weight [4]",
            "cls.predictions.transform.LayerNorm.bias [4]",
            "cls.seq_relationship.weight [2, 4]",
            "cls.seq_relationship.bias [2]");
  }

  @Test
  void shouldNameAndShapeTensorsAsOpenAiGptLmHeadModel() throws IOException {
    TransformerConfig one =
        TransformerConfig.gpt(7, 1, 4, 2, 16, 5, 0).withNormPlacement(NormPlacement.POST);
    assertThat(shapes(one))
        .containsExactlyInAnyOrder(
            "transformer.tokens_embed.weight [7, 4]",
            "transformer.positions_embed.weight [5, 4]",
            "transformer.h.0.attn.c_attn.weight [4, 12]",
            "transformer.h.0.attn.c_attn.bias [12]",
            "transformer.h.0.attn.c_proj.weight [4, 4]",
            "transformer.h.0.attn.c_proj.bias [4]",
            "transformer.h.0.ln_1.weight [4]",
            "transformer.h.0.ln_1.bias [4]",
            "transformer.h.0.mlp.c_fc.weight [4, 16]",
            "transformer.h.0.mlp.c_fc.bias [16]",
            "transformer.h.0.mlp.c_proj.weight [16, 4]",
            "transformer.h.0.mlp.c_proj.bias [4]",
            "transformer.h.0.ln_2.weight [4]",
            "transformer.h.0.ln_2.bias [4]");
  }

  @Test
  void shouldSplitQueriesKeysAndValuesForBert() throws IOException {
    Map<String, Safetensors.Tensor> tensors = tensors(BERT);
    int weight = ParameterLayout.of(BERT).slice("block.1.attention.qkv.weight").offset();
    int bias = ParameterLayout.of(BERT).slice("block.1.attention.qkv.bias").offset();
    String self = "bert.encoder.layer.1.attention.self.";
    // parameter i has the value i
    assertThat(tensors.get(self + "query.weight").values()[0]).isEqualTo(weight);
    assertThat(tensors.get(self + "key.weight").values()[0]).isEqualTo(weight + 16);
    assertThat(tensors.get(self + "value.weight").values()[15]).isEqualTo(weight + 47);
    assertThat(tensors.get(self + "key.bias").values()).startsWith(bias + 4, bias + 5);
    assertThat(tensors.get(self + "value.bias").values()[0]).isEqualTo(bias + 8);
  }

  @Test
  void shouldTransposeForConv1d() throws IOException {
    Map<String, Safetensors.Tensor> tensors = tensors(GPT);
    int qkv = ParameterLayout.of(GPT).slice("block.0.attention.qkv.weight").offset();
    float[] stored = tensors.get("transformer.h.0.attn.c_attn.weight").values(); // [4, 12]
    assertThat(stored[1]).isEqualTo(qkv + 4); // input 0, output 1
    assertThat(stored[12]).isEqualTo(qkv + 1); // input 1, output 0
    assertThat(stored[3 * 12 + 11]).isEqualTo(qkv + 47);
    int outer = ParameterLayout.of(GPT).slice("block.0.feedforward.outer.weight").offset();
    stored = tensors.get("transformer.h.0.mlp.c_proj.weight").values(); // [6, 4]
    assertThat(stored[5 * 4 + 2]).isEqualTo(outer + 2 * 6 + 5); // input 5, output 2
    int word = ParameterLayout.of(GPT).slice("embeddings.word").offset();
    assertThat(tensors.get("transformer.wte.weight").values()).startsWith(word, word + 1);
  }

  @Test
  void shouldDescribeBertInItsConfig() throws IOException {
    JsonNode config = json(BERT, "config.json");
    assertThat(config.path("model_type").asText()).isEqualTo("bert");
    assertThat(config.path("architectures").get(0).asText()).isEqualTo("BertForPreTraining");
    assertThat(config.path("hidden_act").asText()).isEqualTo("gelu");
    assertThat(config.path("layer_norm_eps").asDouble()).isEqualTo(1e-12);
    assertThat(config.path("intermediate_size").asInt()).isEqualTo(6);
    assertThat(config.path("max_position_embeddings").asInt()).isEqualTo(5);
    assertThat(config.path("pad_token_id").asInt(-1)).isZero();
    assertThat(config.path("tie_word_embeddings").asBoolean()).isTrue();
    assertThat(config.path("tokenizer_fingerprint").asText()).isEqualTo("ab12");
  }

  @Test
  void shouldDescribeGptInItsConfig() throws IOException {
    JsonNode config = json(GPT, "config.json");
    assertThat(config.path("model_type").asText()).isEqualTo("gpt2");
    assertThat(config.path("activation_function").asText()).isEqualTo("gelu_new");
    assertThat(config.path("layer_norm_epsilon").asDouble()).isEqualTo(1e-5);
    assertThat(config.path("n_inner").asInt()).isEqualTo(6);
    for (JsonNode ids : List.of(config, json(GPT, "generation_config.json"))) {
      assertThat(ids.path("bos_token_id").asInt()).isEqualTo(5);
      assertThat(ids.path("eos_token_id").asInt()).isEqualTo(5);
      assertThat(ids.path("pad_token_id").asInt(-1)).isZero();
    }
  }

  @Test
  void shouldReadOldBertNamesWithoutPrefixAndWithBuffers() throws IOException {
    save(
        BERT,
        name ->
            name.replaceFirst("^bert\\.", "")
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta"),
        new Safetensors.Tensor("embeddings.position_ids", List.of(1, 5), new float[5], 0),
        new Safetensors.Tensor("cls.predictions.decoder.weight", List.of(7, 4), new float[28], 0));
    assertThat(HuggingFaceLayout.read(folder).parameters()).isEqualTo(numbered(BERT));
  }

  @Test
  void shouldReadGpt2WithoutPrefixAndWithCausalMasks() throws IOException {
    save(
        GPT,
        name -> name.replaceFirst("^transformer\\.", ""),
        new Safetensors.Tensor("h.0.attn.bias", List.of(1, 1, 5, 5), new float[25], 0),
        new Safetensors.Tensor("lm_head.weight", List.of(7, 4), new float[28], 0));
    assertThat(HuggingFaceLayout.read(folder).parameters()).isEqualTo(numbered(GPT));
  }

  @Test
  void shouldNameAMissingAMisshapenAndAnUnknownTensor() throws IOException {
    save(BERT, name -> name.equals("bert.pooler.dense.bias") ? "bert.pooler.bias" : name);
    assertThatThrownBy(() -> HuggingFaceLayout.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "model.safetensors: tensor bert.pooler.dense.bias of shape [4] is missing");

    save(TransformerConfig.bert(8, 2, 4, 2, 6, 5, 0.1), name -> name);
    HuggingFaceConfig.write(BERT, TOKENIZER, ModelFiles.in(folder));
    assertThatThrownBy(() -> HuggingFaceLayout.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "tensor bert.embeddings.word_embeddings.weight has shape [8, 4]; config.json asks for"
                + " [7, 4]");

    save(GPT, name -> name, new Safetensors.Tensor("adapter", List.of(1), new float[1], 0));
    assertThatThrownBy(() -> HuggingFaceLayout.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tensors [adapter] have no place in a model of this config.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "gelu"                    | "silu"          | hidden_act is "silu"; only [gelu, gelu_new, relu] can be read
          "bert"                    | "roberta"       | model_type "roberta": must be one of [bert, megatron-bert, openai-gpt, gpt2]
          "type_vocab_size" : 2     | "x" : 0, "type_vocab_size" : 1 | type_vocab_size is 1; only 2 can be read
          "tie_word_embeddings" : true | "tie_word_embeddings" : false | tie_word_embeddings is false
          "hidden_size" : 4         | "size" : 4      | hidden_size must be a whole number, got nothing
          "num_attention_heads" : 2 | "num_attention_heads" : 3 | hidden must be a multiple of heads
          "hidden_dropout_prob" : 0.1 | "hidden_dropout_prob" : "x" | hidden_dropout_prob must be a number
          {                         | [               | not valid JSON
          """)
  void shouldNameTheKeyThatCannotBeRead(String from, String to, String message) throws IOException {
    save(BERT, name -> name);
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));
    assertThatThrownBy(() -> HuggingFaceLayout.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(config.toString())
        .hasMessageContaining(message);
  }

  @Test
  void shouldTakeThePythonClassesDefaultsForAbsentKeys() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "gpt2", "vocab_size": 50257, "n_embd": 768, "n_layer": 12, "n_head": 12,
         "n_positions": 1024, "n_inner": null}
        """);
    TransformerConfig config = new HuggingFaceConfigReader(folder.resolve("config.json")).read();
    assertThat(config).isEqualTo(TransformerConfig.gpt(50_257, 12, 768, 12, 3072, 1024, 0.1));
  }

  @Test
  void shouldSayThatAModelInSeveralFilesCannotBeRead() throws IOException {
    save(BERT, name -> name);
    Files.move(folder.resolve("model.safetensors"), folder.resolve("model.safetensors.index.json"));
    assertThatThrownBy(() -> HuggingFaceLayout.read(folder))
        .hasMessageContaining("holds a model in several files");
  }

  @Test
  void shouldRefuseAVectorOfAnotherSize() {
    assertThatThrownBy(() -> HuggingFaceLayout.write(GPT, new float[3], TOKENIZER, name -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 3");
  }

  /** Parameter i has the value i, which a float holds exactly. */
  private static float[] numbered(TransformerConfig config) {
    float[] parameters = new float[ParameterLayout.of(config).size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i;
    }
    return parameters;
  }

  private Map<String, Safetensors.Tensor> tensors(TransformerConfig config) throws IOException {
    HuggingFaceLayout.write(config, numbered(config), TOKENIZER, ModelFiles.in(folder));
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      for (String name : file.names()) {
        List<Integer> shape = file.shape(name).stream().map(Math::toIntExact).toList();
        tensors.put(name, new Safetensors.Tensor(name, shape, file.read(name), 0));
      }
    }
    return tensors;
  }

  private List<String> shapes(TransformerConfig config) throws IOException {
    return tensors(config).values().stream().map(t -> t.name() + " " + t.shape()).toList();
  }

  /** Writes the folder anew with other names and more tensors. */
  private void save(
      TransformerConfig config, UnaryOperator<String> rename, Safetensors.Tensor... more)
      throws IOException {
    List<Safetensors.Tensor> renamed = new ArrayList<>();
    for (Safetensors.Tensor t : tensors(config).values()) {
      renamed.add(new Safetensors.Tensor(rename.apply(t.name()), t.shape(), t.values(), 0));
    }
    renamed.addAll(List.of(more));
    try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
      Safetensors.write(out, renamed);
    }
  }

  private static Map<String, String> written(TransformerConfig config) throws IOException {
    Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    HuggingFaceLayout.write(
        config,
        numbered(config),
        TOKENIZER,
        name -> files.computeIfAbsent(name, key -> new ByteArrayOutputStream()));
    Map<String, String> texts = new TreeMap<>();
    files.forEach((name, bytes) -> texts.put(name, bytes.toString(ISO_8859_1)));
    return texts;
  }

  private static JsonNode json(TransformerConfig config, String name) throws IOException {
    String text = written(config).get(name);
    assertThat(text).doesNotContain("\r").endsWith("}\n");
    return new JsonMapper().readTree(text.getBytes(UTF_8));
  }
}
