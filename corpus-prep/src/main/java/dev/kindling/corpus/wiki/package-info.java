/**
 * Turns the XML of a MediaWiki dump's pages into articles, and wikitext into plain text. It uses
 * the JDK's StAX parser without external entities, and jsoup's table of entities. It reads no
 * files, expands no templates and never imports Spark.
 */
package dev.kindling.corpus.wiki;
