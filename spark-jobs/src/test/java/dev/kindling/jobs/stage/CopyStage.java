package dev.kindling.jobs.stage;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A stage without Spark: joins the contents of its inputs, with the vocabulary size before them.
 */
final class CopyStage implements Stage {
  private final String name;
  private final List<String> directories;
  private final Mode mode;
  private final List<Input> inputs;
  int runs;
  boolean kept;
  boolean failing;

  CopyStage(String name, Mode mode, List<String> directories, Input... inputs) {
    this.name = name;
    this.directories = directories;
    this.mode = mode;
    this.inputs = List.of(inputs);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> directories() {
    return directories;
  }

  @Override
  public boolean isKept() {
    return kept;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("vocab", config.vocab());
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return inputs;
  }

  @Override
  public void run(StageContext context) throws IOException {
    runs++;
    Workspace workspace = context.workspace();
    StringBuilder text = new StringBuilder("size " + context.config().vocab().size() + "\n");
    for (Input input : inputs) {
      String folder =
          input instanceof Input.Raw raw ? raw.path() : ((Input.Upstream) input).directory();
      for (FileStatus file : workspace.files(workspace.path(folder))) {
        if (file.getPath().getName().endsWith(".txt")) {
          text.append(new String(workspace.read(file.getPath()), StandardCharsets.UTF_8));
        }
      }
    }
    for (String directory : directories) {
      for (String part : List.of("a.txt", "deep/b.txt")) {
        try (OutputStream out = workspace.create(new Path(context.output(directory), part))) {
          out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        context.produced(part);
      }
    }
    if (failing) {
      throw new IOException("the stage failed");
    }
    context.count("characters", text.length());
    context.dropped("short", 3);
  }
}
