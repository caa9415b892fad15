package dev.kindling.corpus.language;

import java.io.IOException;
import java.io.InputStream;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** The detector's model, one per JVM: about a second to load, 100 MB of heap. */
final class LanguageModel {
  private static final String RESOURCE = "/langdetect-183.bin";

  /** Loaded when this class is first used, by one thread; read-only afterwards. */
  static final LanguageDetectorModel INSTANCE = load();

  private LanguageModel() {}

  private static LanguageDetectorModel load() {
    try (InputStream in = LanguageModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not on the class path; it comes with opennlp-models-langdetect");
      }
      return new LanguageDetectorModel(in);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
  }
}
