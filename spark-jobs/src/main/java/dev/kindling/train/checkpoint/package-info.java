/**
 * Turns a training state into a checkpoint directory and back, byte for byte. Uses Hadoop's file
 * systems and SHA-256; a checkpoint exists if and only if its manifest verifies. Never imports
 * Spark, and never writes Java's own serialisation.
 */
package dev.kindling.train.checkpoint;
