package dev.kindling.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Json;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.vocab.WorkTokenizer;
import dev.kindling.model.format.HuggingFaceLayout;
import dev.kindling.model.format.ModelFiles;
import dev.kindling.model.format.TokenizerSettings;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.json.TokenizerFiles;
import dev.kindling.tokenizer.json.TokenizerJson;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import dev.kindling.train.RunInputs;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/** A trained model to a folder in the Hugging Face layout. */
public final class ExportStage implements Stage {
  private final String run;

  /**
   * The stage of one entry.
   *
   * @param run key below {@code runs:} in the config
   */
  public ExportStage(String run) {
    this.run = run;
  }

  @Override
  public String name() {
    return Layout.export(run).stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.export(run).directory());
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("runs." + run, config.runs().get(run));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    List<Input> inputs =
        new ArrayList<>(List.of(Layout.pretrain(run), Layout.VOCABULARY, Layout.CORPUS));
    config.runs().get(run).exampleSets().forEach(name -> inputs.add(Layout.examples(name)));
    return inputs;
  }

  @Override
  public void run(StageContext context) throws IOException {
    Workspace workspace = context.workspace();
    RunPlan plan = RunInputs.plan(context.config(), run, workspace);
    RunState state =
        RunInputs.finalState(
            plan, context.upstream(Layout.pretrain(run).directory()).fingerprint(), workspace);
    Tokenizer tokenizer =
        TokenizerJson.read(WorkTokenizer.readVerified(context), "vocab/tokenizer.json");
    Path folder = context.output(Layout.export(run).directory());
    ModelFiles files = name -> workspace.create(new Path(folder, name));

    HuggingFaceLayout.write(
        plan.transformer(),
        state.parameters(),
        new TokenizerSettings(
            tokenizer.vocabulary().id(SpecialToken.PAD),
            tokenizer.vocabulary().id(SpecialToken.END_OF_TEXT),
            tokenizer.fingerprint()),
        files);
    writeTokenizer(tokenizer, plan, files);
    write(files, "README.md", card(context, plan).getBytes(StandardCharsets.UTF_8));
    context.count("parameters", plan.parameterCount());
  }

  private static void writeTokenizer(Tokenizer tokenizer, RunPlan plan, ModelFiles files)
      throws IOException {
    Template template = plan.isBert() ? Template.BERT : Template.GPT;
    OptionalInt longest = OptionalInt.of(plan.transformer().positions());
    for (Map.Entry<String, byte[]> file :
        TokenizerFiles.bytes(tokenizer, template, longest).entrySet()) {
      write(files, file.getKey(), file.getValue());
    }
  }

  private String card(StageContext context, RunPlan plan) throws IOException {
    Map<String, Long> corpus = context.upstream(Layout.CORPUS.directory()).counts();
    Map<String, Long> data = new LinkedHashMap<>();
    put(data, "documents", corpus, CorpusCounts.DOCUMENTS);
    put(data, "of these held out", corpus, CorpusCounts.HELD_OUT_DOCUMENTS);
    put(data, "UTF-8 bytes", corpus, CorpusCounts.BYTES);
    put(data, "records dropped before", corpus, CorpusCounts.DROPPED);
    List<String> sets = context.config().runs().get(run).exampleSets();
    for (String set : sets) {
      Map<String, Long> examples = context.upstream(Layout.examples(set).directory()).counts();
      String which = sets.size() == 1 ? "" : " (" + set + ")";
      put(data, "training examples" + which, examples, "train-examples");
      put(data, "word pieces in them" + which, examples, "train-tokens");
    }
    return ModelCard.render(
        plan,
        context.upstream(Layout.pretrain(run).directory()).counts(),
        data,
        evaluation(context.workspace()));
  }

  private static void put(
      Map<String, Long> figures, String name, Map<String, Long> counts, String key) {
    if (counts.containsKey(key)) {
      figures.put(name, counts.get(key));
    }
  }

  /** The held-out figures, empty when the run was not evaluated. */
  private JsonNode evaluation(Workspace workspace) throws IOException {
    Path file = workspace.path(Layout.evaluate(run).directory() + "/evaluation.json");
    return workspace.exists(file) ? Json.parse(workspace.read(file)) : Json.object();
  }

  private static void write(ModelFiles files, String name, byte[] bytes) throws IOException {
    try (OutputStream out = files.create(name)) {
      out.write(bytes);
    }
  }
}
