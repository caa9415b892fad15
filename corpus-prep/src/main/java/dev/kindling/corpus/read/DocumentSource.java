package dev.kindling.corpus.read;

import java.util.Optional;

/** The results of one file, one by one. */
interface DocumentSource {
  /** The next result; nothing at the end. */
  Optional<ReadResult> next();
}
