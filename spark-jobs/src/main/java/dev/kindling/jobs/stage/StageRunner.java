package dev.kindling.jobs.stage;

/** Runs stages in their order. */
public final class StageRunner {}
