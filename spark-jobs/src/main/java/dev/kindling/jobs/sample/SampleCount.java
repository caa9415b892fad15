package dev.kindling.jobs.sample;

/**
 * What was written.
 *
 * @param documents files or WARC responses
 * @param characters of their extracted text
 */
record SampleCount(long documents, long characters) {
  static final SampleCount NONE = new SampleCount(0, 0);

  SampleCount plus(long moreDocuments, long moreCharacters) {
    return new SampleCount(documents + moreDocuments, characters + moreCharacters);
  }

  SampleCount plus(SampleCount other) {
    return plus(other.documents, other.characters);
  }
}
