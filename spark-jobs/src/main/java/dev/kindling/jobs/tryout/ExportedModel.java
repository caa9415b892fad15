package dev.kindling.jobs.tryout;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.format.HuggingFaceLayout;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceEncoder;
import dev.kindling.tokenizer.json.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A model folder, loaded: its network on an engine for one sequence, and its tokenizer. */
final class ExportedModel implements AutoCloseable {
  private static final OptimizerConfig UNUSED =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-6, 0, 0);

  private final TransformerConfig config;
  private final TrainingEngine engine;
  private final Tokenizer tokenizer;

  private ExportedModel(HuggingFaceLayout.Model model, Tokenizer tokenizer, TrainingEngine engine) {
    this.config = model.config();
    this.engine = engine;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads a folder.
   *
   * @throws KindlingException when a file is missing or damaged, or files do not belong together
   */
  static ExportedModel open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "--model %s: there is no such folder. `kindling export` writes one below the work folder's export/."
              .formatted(folder));
    }
    try {
      HuggingFaceLayout.Model model = HuggingFaceLayout.read(folder);
      Tokenizer tokenizer = TokenizerFiles.read(folder);
      checkTokenizer(tokenizer, model, folder);
      return new ExportedModel(model, tokenizer, engine(model));
    } catch (NoSuchFileException missing) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          missing.getFile()
              + " is missing: --model must name a folder that `kindling export` wrote.",
          missing);
    } catch (IOException | IllegalArgumentException damaged) {
      throw new KindlingException(ExitCode.BAD_DATA, damaged.getMessage(), damaged);
    }
  }

  private static void checkTokenizer(
      Tokenizer tokenizer, HuggingFaceLayout.Model model, Path folder) throws IOException {
    int pieces = tokenizer.vocabulary().size();
    if (pieces != model.config().vocabularySize()) {
      throw new IOException(
          "%s has a tokenizer of %,d pieces, its model %,d: they do not belong together"
              .formatted(folder, pieces, model.config().vocabularySize()));
    }
    String fingerprint = tokenizer.fingerprint();
    if (!model.tokenizerFingerprint().orElse(fingerprint).equals(fingerprint)) {
      throw new IOException(
          "%s: the model was trained with the tokenizer %s…, the folder holds %s…. Put back the tokenizer's files, or run `kindling export` again."
              .formatted(
                  folder,
                  abbreviated(model.tokenizerFingerprint().orElseThrow()),
                  abbreviated(fingerprint)));
    }
  }

  private static String abbreviated(String fingerprint) {
    return fingerprint.substring(0, Math.min(8, fingerprint.length()));
  }

  private static TrainingEngine engine(HuggingFaceLayout.Model model) {
    int positions = model.config().positions();
    TrainingEngine engine =
        new TrainingEngine(
            model.config(), UNUSED, new BatchShape(1, positions, positions), EngineOptions.cpu());
    engine.loadParameters(model.parameters(), 0);
    return engine;
  }

  TransformerConfig config() {
    return config;
  }

  TrainingEngine engine() {
    return engine;
  }

  Vocabulary vocabulary() {
    return tokenizer.vocabulary();
  }

  WordPieceEncoder encoder() {
    return tokenizer.encoder();
  }

  @Override
  public void close() {
    engine.close();
  }
}
