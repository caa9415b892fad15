/**
 * Turns text into the language it is probably in, by OpenNLP's detector of 103 languages. The model
 * comes from a Maven artifact and is loaded once per JVM, when it is first needed. It never imports
 * Spark, and never fails because of the text.
 */
package dev.kindling.corpus.language;
