/**
 * What a run has come to between two rounds: the vectors that all workers share, those that each
 * keeps, and where each stands. Plain data that travels; never imports Spark, a transport or a file
 * system.
 */
package dev.kindling.train.state;
